package io.github.basetenci.shim.command;

import io.github.basetenci.shim.output.LogLevel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of {@code --log}. */
final class LogLevelConverter implements ITypeConverter<LogLevel> {
  @Override
  public LogLevel convert(String value) {
    return LogLevel.of(value)
        .orElseThrow(
            () ->
                new TypeConversionException("use warning, humanfriendly, info, debug, W, I or D"));
  }

  /** The words that shell completion offers. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(LogLevel.values())
          .map(level -> level.name().toLowerCase(Locale.ROOT))
          .iterator();
    }
  }
}
