package io.github.basetenci.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unrevoked keys, and the time of the server's clock.
 *
 * @param serverTime when the server answered, in whole seconds; null if the server sends no time
 */
public record KeyList(List<ApiKeyInfo> keys, @Nullable Instant serverTime) {
  /** A difference that whole seconds and the way of an answer explain. */
  private static final Duration NONE = Duration.ofSeconds(5);

  public KeyList {
    keys = List.copyOf(keys);
  }

  /**
   * How far another clock is ahead of the server's; negative if it is behind, zero if the server
   * sends no time or the difference is below five seconds.
   *
   * @param received when the answer came, by the other clock
   */
  public Duration ahead(Instant received) {
    Duration ahead = serverTime == null ? Duration.ZERO : Duration.between(serverTime, received);
    return ahead.abs().compareTo(NONE) < 0 ? Duration.ZERO : ahead;
  }

  /**
   * @param date the {@code Date} header of the answer
   */
  static KeyList dated(List<ApiKeyInfo> keys, @Nullable String date) {
    try {
      return new KeyList(
          keys,
          date == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    } catch (DateTimeException e) {
      return new KeyList(keys, null);
    }
  }
}
