package io.github.basetenci.shim.output;

import java.util.Locale;
import java.util.Optional;

/** How much is said on standard error; the names are those of {@code truss --log}. */
public enum LogLevel {
  WARNING,
  HUMANFRIENDLY,
  INFO,
  DEBUG;

  /** Accepts any case, and the first letters W, I, D. */
  public static Optional<LogLevel> of(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "W", "WARNING" -> Optional.of(WARNING);
      case "HUMANFRIENDLY" -> Optional.of(HUMANFRIENDLY);
      case "I", "INFO" -> Optional.of(INFO);
      case "D", "DEBUG" -> Optional.of(DEBUG);
      default -> Optional.empty();
    };
  }

  public boolean shows(LogLevel level) {
    return level.ordinal() <= ordinal();
  }
}
