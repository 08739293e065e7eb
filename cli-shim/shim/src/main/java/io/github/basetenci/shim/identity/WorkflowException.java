package io.github.basetenci.shim.identity;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;

/** A workflow has to be changed. The message is one sentence. */
public final class WorkflowException extends CommandException {
  private static final long serialVersionUID = 1L;

  private final String lines;

  WorkflowException(String sentence, String lines) {
    super(sentence, ExitCode.FAILURE);
    this.lines = lines;
  }

  /** The lines of the workflow that correct it. */
  public String lines() {
    return lines;
  }
}
