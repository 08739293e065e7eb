package io.github.basetenci.shim.command;

import org.jspecify.annotations.Nullable;

/** A command that cannot go on: one sentence for the user, and the exit code. */
public class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param code see {@link ExitCode}
   */
  public CommandException(String sentence, int code) {
    this(sentence, code, null);
  }

  public CommandException(String sentence, int code, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public int code() {
    return code;
  }
}
