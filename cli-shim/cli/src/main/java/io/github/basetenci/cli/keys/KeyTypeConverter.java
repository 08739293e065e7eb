package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiKeyType;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a type of key as the {@code baseten} command writes it, or as the management API does. */
final class KeyTypeConverter implements ITypeConverter<ApiKeyType> {
  @Override
  public ApiKeyType convert(String value) {
    ApiKeyType type = new ApiKeyType(value.toUpperCase(Locale.ROOT).replace('-', '_'));
    if (!type.isKnown()) {
      throw new TypeConversionException("use one of " + String.join(", ", new Words()));
    }
    return type;
  }

  /** The words that shell completion and messages offer. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ApiKeyType.KNOWN.stream().map(KeyView::type).iterator();
    }
  }
}
