package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiKeyInfo;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects keys by their age and their last use.
 *
 * @param olderThan how long ago a key was created at least; null for any time
 * @param unusedFor how long nobody has used a key; null for any time
 */
record KeyAges(@Nullable Duration olderThan, @Nullable Duration unusedFor, Instant now) {
  boolean fit(ApiKeyInfo key) {
    return isPast(key.createdAt(), olderThan) && isPast(knownUse(key), unusedFor);
  }

  /** Whether the server does not send a time that is needed to judge the key. */
  boolean areUnknown(ApiKeyInfo key) {
    return (olderThan != null && key.createdAt() == null)
        || (unusedFor != null && knownUse(key) == null);
  }

  /**
   * The last use, or where that is unknown, the creation. A server that says of no key when it was
   * last used gives no answer.
   */
  private static @Nullable Instant knownUse(ApiKeyInfo key) {
    if (!key.times().lastUseTold()) {
      return null;
    }
    Instant used = key.lastUsedAt();
    return used == null ? key.createdAt() : used;
  }

  private boolean isPast(@Nullable Instant time, @Nullable Duration least) {
    return least == null || (time != null && !time.isAfter(now.minus(least)));
  }
}
