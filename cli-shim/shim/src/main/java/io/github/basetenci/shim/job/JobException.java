package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * A login or logout of a job that cannot go on, with its kind for a front end that has more to say.
 */
public final class JobException extends CommandException {
  private static final long serialVersionUID = 1L;

  /** What it is about. */
  public enum Kind {
    /** A key has another type than is required; the name has the types that would do. */
    KEY_TYPE,
    /** A key may not mint another. */
    MAY_NOT_MINT,
    /** The sentence says it all. */
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

  /** See the kind; empty where it has none. */
  public String name() {
    return name;
  }
}
