package io.github.basetenci.sandbox;

import java.time.Duration;

/**
 * How the key list reports when keys were last used.
 *
 * @param kind what is reported
 * @param lag how long after a use the list reports it
 */
public record LastUseReports(Kind kind, Duration lag) {
  /** A use is reported at once. */
  public static final LastUseReports PROMPT = new LastUseReports(Kind.TIME, Duration.ZERO);

  /** The field is null for every key. */
  public static final LastUseReports NULL = new LastUseReports(Kind.NULL, Duration.ZERO);

  /** No key has the field, as on servers before it was added. */
  public static final LastUseReports ABSENT = new LastUseReports(Kind.ABSENT, Duration.ZERO);

  /** What the list contains. */
  public enum Kind {
    /** The time, or null for a key that was not used. */
    TIME,
    /** Null for every key. */
    NULL,
    /** No such field. */
    ABSENT
  }

  /** A use is reported only after some time. */
  public static LastUseReports late(Duration lag) {
    return new LastUseReports(Kind.TIME, lag);
  }
}
