package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.StoreKind;
import java.util.Arrays;
import java.util.Iterator;
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

  /** The words that shell completion offers. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(StoreKind.values()).map(StoreKind::tool).iterator();
    }
  }
}
