package io.github.basetenci.shim.output;

import java.util.Locale;
import java.util.Optional;

/** How much is printed on standard error. The names are those of {@code truss --log}. */
public enum LogLevel {
  WARNING,
  HUMANFRIENDLY,
  INFO,
  DEBUG;

  /** Reads a level, in any case; the letters W, I and D are also accepted. */
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
