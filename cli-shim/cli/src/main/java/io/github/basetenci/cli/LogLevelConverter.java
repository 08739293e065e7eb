package io.github.basetenci.cli;

import io.github.basetenci.cli.output.LogLevel;
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
}
