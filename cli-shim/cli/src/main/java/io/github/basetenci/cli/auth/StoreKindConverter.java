package io.github.basetenci.cli.auth;

import io.github.basetenci.auth.StoreKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of {@code --store}. */
public final class StoreKindConverter implements ITypeConverter<StoreKind> {
  @Override
  public StoreKind convert(String value) {
    for (StoreKind store : StoreKind.values()) {
      if (store.tool().equals(value)) {
        return store;
      }
    }
    throw new TypeConversionException("use truss, baseten, or truss,baseten");
  }
}
