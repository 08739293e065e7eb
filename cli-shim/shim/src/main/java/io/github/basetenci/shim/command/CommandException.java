package io.github.basetenci.shim.command;

import org.jspecify.annotations.Nullable;

/** A command cannot go on. The exception has one sentence for the user and the exit code. */
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

  /**
   * A bug in this program. The message of {@code fault} is not shown: it was not written for users
   * and may contain any text.
   *
   * @param with what the user should send with a report of the bug, without the key
   */
  public static CommandException internal(Exception fault, String with) {
    StackTraceElement[] trace = fault.getStackTrace();
    String at = trace.length == 0 ? "" : " at " + trace[0];
    return new CommandException(
        "internal error: "
            + fault.getClass().getName()
            + at
            + "; please report it with "
            + with
            + ", without the key",
        ExitCode.FAILURE,
        fault);
  }

  public int code() {
    return code;
  }
}
