package io.github.basetenci.shim.identity;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * A step of a workflow cannot go on. One sentence without any secret says why; the fix may be
 * added.
 */
public final class WorkflowException extends CommandException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String fix;

  public WorkflowException(String sentence) {
    this(sentence, null, null);
  }

  /**
   * @param fix the lines of a workflow that fix the problem, or null where no workflow can fix it
   */
  public WorkflowException(String sentence, @Nullable String fix) {
    this(sentence, fix, null);
  }

  public WorkflowException(String sentence, @Nullable String fix, @Nullable Throwable cause) {
    super(sentence, ExitCode.FAILURE, cause);
    this.fix = fix;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** The lines of a workflow that fix the problem; null where no workflow can fix it. */
  public @Nullable String fix() {
    return fix;
  }
}
