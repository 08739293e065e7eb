package io.github.basetenci.rotation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The rule that a key is revoked only after nobody has used it for some time. It is a guard on top
 * of the {@link Drain} and never in place of it, because the server may note uses late.
 *
 * @param time how long nobody must have used the key; zero or less for no such rule
 * @param deadline when the key is revoked although it may be in use, counted from the moment when
 *     the last target got another key; null for never
 * @param uses knows when keys were last used
 */
public record Quiet(Duration time, @Nullable Duration deadline, LastUses uses) {
  /** No such rule. */
  public static final Quiet NONE = new Quiet(Duration.ZERO, null, prefix -> LastUse.NOT_TOLD);

  /** The rule of a plan. */
  public static Quiet of(DrainTimes times, LastUses uses) {
    return new Quiet(times.quietFor(), times.deadline(), uses);
  }

  boolean isRule() {
    return time.compareTo(Duration.ZERO) > 0;
  }
}
