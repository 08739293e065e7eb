package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiKeyInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server says about the last use of a key.
 *
 * @param kind what is known
 * @param at when the key was last used; null unless that is known. The server may note a use late
 */
public record LastUse(Kind kind, @Nullable Instant at) {
  /** The server mentions the last use, and does not know the time. The key may be in use. */
  public static final LastUse UNKNOWN = new LastUse(Kind.UNKNOWN, null);

  /** The server says of no key when it was last used. */
  public static final LastUse NOT_TOLD = new LastUse(Kind.NOT_TOLD, null);

  /** The server lists no such key, so nobody can use it. */
  public static final LastUse GONE = new LastUse(Kind.GONE, null);

  /** What is known about the last use. */
  public enum Kind {
    /** The time is known. */
    KNOWN,
    /** See {@link LastUse#UNKNOWN}. */
    UNKNOWN,
    /** See {@link LastUse#NOT_TOLD}. */
    NOT_TOLD,
    /** See {@link LastUse#GONE}. */
    GONE
  }

  /** A known time. */
  public static LastUse at(Instant time) {
    return new LastUse(Kind.KNOWN, time);
  }

  /**
   * What a list of keys says about one of them.
   *
   * @param keys all keys that the server lists. If it mentions the last use of none of them, it is
   *     a server that does not know of last uses
   * @param ahead how far the clock of this machine is ahead of the server's; the time of the answer
   *     is by the clock of this machine
   */
  public static LastUse of(String prefix, List<ApiKeyInfo> keys, Duration ahead) {
    Optional<ApiKeyInfo> key = ApiKeyInfo.find(keys, prefix);
    if (key.isEmpty()) {
      return GONE;
    }
    Instant at = key.get().lastUsedAt();
    if (at != null) {
      return at(at.plus(ahead));
    }
    return keys.stream().anyMatch(each -> each.times().lastUseTold()) ? UNKNOWN : NOT_TOLD;
  }
}
