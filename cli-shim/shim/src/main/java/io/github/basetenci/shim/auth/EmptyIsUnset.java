package io.github.basetenci.shim.auth;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * Treats an empty name as not given, as truss and baseten do. A script may pass {@code --profile
 * "$PROFILE"} when the variable is not set.
 */
public final class EmptyIsUnset implements ITypeConverter<String> {
  @Override
  public @Nullable String convert(String value) {
    return value.isEmpty() ? null : value;
  }
}
