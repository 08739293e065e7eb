package io.github.basetenci.api;

import java.time.DateTimeException;
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
  public KeyList {
    keys = List.copyOf(keys);
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
