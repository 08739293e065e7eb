package io.github.basetenci.shim.auth;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * Takes an empty name for none, as both released tools do: a script passes {@code --profile
 * "$PROFILE"} whether or not the variable is set.
 */
public final class EmptyIsUnset implements ITypeConverter<String> {
  @Override
  public @Nullable String convert(String value) {
    return value.isEmpty() ? null : value;
  }
}
