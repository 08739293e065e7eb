package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import org.jspecify.annotations.Nullable;

/** A login or logout of a job cannot go on. The kind lets a front end add its own advice. */
public final class JobException extends CommandException {
  private static final long serialVersionUID = 1L;

  /** The kind of the problem. */
  public enum Kind {
    /** The type of a key is not allowed. {@link #name} has the allowed types. */
    KEY_TYPE,
    /** A key may not mint another key. */
    MAY_NOT_MINT,
    /** Any other problem; the message is enough. */
    OTHER
  }

  private final Kind kind;
  private final String name;

  JobException(Kind kind, String name, String sentence, @Nullable Throwable cause) {
    super(sentence, ExitCode.FAILURE, cause);
    this.kind = kind;
    this.name = name;
  }

  public Kind kind() {
    return kind;
  }

  /** What the kind describes; empty for a kind without a name. */
  public String name() {
    return name;
  }
}
