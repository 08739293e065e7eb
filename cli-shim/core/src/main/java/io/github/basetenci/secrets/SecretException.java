package io.github.basetenci.secrets;

/** A secret that is not written or deleted as asked: one sentence for the user. */
public final class SecretException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Which of the refusals it is. */
  public enum Kind {
    /** The name or the value cannot be used, or it needs a decision of the caller. */
    REFUSED,
    /** There is no such secret or team. */
    NOT_FOUND
  }

  private final Kind kind;

  private SecretException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  static SecretException refused(String message) {
    return new SecretException(Kind.REFUSED, message);
  }

  static SecretException notFound(String message) {
    return new SecretException(Kind.NOT_FOUND, message);
  }

  /** What kind of failure it is. */
  public Kind kind() {
    return kind;
  }
}
