package io.github.basetenci.secrets;

/** A secret was not written or deleted as requested. The message is one sentence for the user. */
public final class SecretException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kind of the refusal. */
  public enum Kind {
    /** The name or the value cannot be used, or the change needs a decision of the caller. */
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

  /** The kind of the refusal. */
  public Kind kind() {
    return kind;
  }
}
