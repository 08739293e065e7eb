package io.github.basetenci.cli.keys;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the prefix of a key. It refuses a whole key and the secret half of a key, because a prefix
 * appears in addresses and messages.
 */
final class PrefixConverter implements ITypeConverter<String> {
  /**
   * Prefixes have {@code b10_} and eight characters, those of older keys seven or eight characters;
   * the secret half of a key has 32.
   */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,16}");

  private static final String MASK = "****";

  @Override
  public String convert(String value) {
    String prefix =
        value.endsWith(MASK) ? value.substring(0, value.length() - MASK.length()) : value;
    if (!FORM.matcher(prefix).matches()) {
      throw new TypeConversionException("use the part of the key before its first dot, no more");
    }
    return prefix;
  }
}
