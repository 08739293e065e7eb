package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.StoreKind;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** The flag that chooses which of the two files a command changes. */
public final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "STORE",
      split = ",",
      converter = StoreKindConverter.class,
      completionCandidates = StoreKindConverter.Words.class,
      description = "Which files to change: truss, baseten, or both (default).")
  Set<StoreKind> stores = EnumSet.allOf(StoreKind.class);

  public Set<StoreKind> stores() {
    return stores;
  }
}
