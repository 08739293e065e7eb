package io.github.basetenci.cli;

import io.github.basetenci.sandbox.KeyType;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the type of a key with which a sandbox starts, as {@code keys create} reads a type. */
final class SandboxKeyType implements ITypeConverter<KeyType> {
  private static final List<KeyType> TYPES =
      Stream.of(KeyType.values()).filter(KeyType::isSeeded).toList();

  @Override
  public KeyType convert(String value) {
    String name = value.toUpperCase(Locale.ROOT).replace('-', '_');
    return TYPES.stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("use one of " + String.join(", ", new Words())));
  }

  /** The words that shell completion and messages offer. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TYPES.stream()
          .map(type -> type.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .iterator();
    }
  }
}
