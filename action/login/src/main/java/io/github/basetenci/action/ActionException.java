package io.github.basetenci.action;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import org.jspecify.annotations.Nullable;

/** A stage cannot go on. One sentence without any secret says why; the fix may be added. */
final class ActionException extends CommandException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String fix;

  ActionException(String sentence) {
    this(sentence, null, null);
  }

  /**
   * @param fix the lines of a workflow that fix the problem, or null where no workflow can fix it
   */
  ActionException(String sentence, @Nullable String fix) {
    this(sentence, fix, null);
  }

  ActionException(String sentence, @Nullable String fix, @Nullable Throwable cause) {
    super(sentence, ExitCode.FAILURE, cause);
    this.fix = fix;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }

  /** The lines of a workflow that fix the problem; null where no workflow can fix it. */
  @Nullable String fix() {
    return fix;
  }
}
