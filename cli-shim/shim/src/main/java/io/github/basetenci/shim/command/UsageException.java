package io.github.basetenci.shim.command;

/** The command line as given cannot be carried out. The exit code is 2. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UsageException(String sentence) {
    super(sentence);
  }
}
