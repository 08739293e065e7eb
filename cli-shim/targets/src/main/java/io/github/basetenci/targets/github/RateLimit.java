package io.github.basetenci.targets.github;

import io.github.basetenci.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says about GitHub's limits. There are two limits. The first is a number of
 * requests in an hour, which is counted in {@code x-ratelimit-*}. The second is against many
 * requests at once; an answer shows it only when it is reached.
 */
final class RateLimit {
  /**
   * The wait that GitHub's documentation asks for if an answer names no time. It is doubled each
   * time.
   */
  private static final Duration UNNAMED = Duration.ofMinutes(1);

  /** A limit that GitHub never reaches. It excludes absurd numbers. */
  private static final long MAX_SECONDS = 24 * 60 * 60;

  private RateLimit() {}

  /**
   * How long no request may be sent, or null if the answer is not about limits.
   *
   * @param earlier how often GitHub has limited this request before
   */
  static @Nullable Duration waitFor(HttpResponse response, int earlier) {
    if (response.status() != 403 && response.status() != 429) {
      return null;
    }
    Long after = seconds(response, "Retry-After");
    if (after != null) {
      return Duration.ofSeconds(after);
    }
    if ("0".equals(response.header("X-RateLimit-Remaining"))) {
      Duration untilReset = untilReset(response);
      return untilReset == null ? UNNAMED : untilReset;
    }
    boolean named = response.body().toLowerCase(Locale.ROOT).contains("rate limit");
    return response.status() == 429 || named ? UNNAMED.multipliedBy(1L << earlier) : null;
  }

  /**
   * The time until the reset by GitHub's own clock, because the clock of this machine may be wrong.
   * Every answer contains GitHub's time.
   */
  private static @Nullable Duration untilReset(HttpResponse response) {
    String reset = response.header("X-RateLimit-Reset");
    String date = response.header("Date");
    if (reset == null || date == null) {
      return null;
    }
    try {
      Instant end = Instant.ofEpochSecond(Long.parseLong(reset));
      Instant now = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      long seconds = Duration.between(now, end).toSeconds();
      // One second is added, because the date has no fractions of a second.
      return seconds > MAX_SECONDS ? null : Duration.ofSeconds(Math.max(0, seconds) + 1);
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Long seconds(HttpResponse response, String header) {
    String text = response.header(header);
    return text != null && text.matches("[0-9]{1,5}")
        ? Math.min(Long.parseLong(text), MAX_SECONDS)
        : null;
  }
}
