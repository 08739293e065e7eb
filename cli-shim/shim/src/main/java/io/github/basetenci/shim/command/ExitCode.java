package io.github.basetenci.shim.command;

/** The exit codes of the {@code baseten} command, with usage errors always 2. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILURE = 1;
  public static final int USAGE = 2;
  public static final int REFUSED = 3;
  public static final int NOT_FOUND = 4;
  public static final int CLIENT_ERROR = 5;
  public static final int SERVER_ERROR = 6;
  public static final int INTERRUPTED = 130;

  /** The code that a shell gives for a program that SIGPIPE has ended. */
  public static final int BROKEN_PIPE = 141;

  private ExitCode() {}

  /** The exit code for an HTTP status that is an error. */
  public static int ofStatus(int status) {
    return switch (status) {
      case 401, 403 -> REFUSED;
      case 404 -> NOT_FOUND;
      default -> status >= 500 ? SERVER_ERROR : status >= 400 ? CLIENT_ERROR : FAILURE;
    };
  }
}
