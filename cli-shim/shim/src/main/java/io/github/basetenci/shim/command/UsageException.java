package io.github.basetenci.shim.command;

/** The command line cannot be carried out as it was given; exit code 2. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UsageException(String sentence) {
    super(sentence);
  }
}
