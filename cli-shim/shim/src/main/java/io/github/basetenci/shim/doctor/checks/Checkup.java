package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import java.util.Comparator;
import java.util.List;

/** All checks. */
public final class Checkup {
  private static final List<Check> CHECKS =
      List.of(
          new KeyTextCheck(),
          new PairCheck(),
          new VariablesAgreeCheck(),
          new HiddenLoginCheck(),
          new ProfileCheck(),
          new NotLoggedInCheck(),
          new StorePathCheck(),
          new StoreSyntaxCheck(),
          new TrussrcTextCheck(),
          new PermissionsCheck(),
          new LeftoversCheck(),
          new StoresAgreeCheck(),
          new RemoteCompleteCheck(),
          new RemoteUrlCheck(),
          new LayoutCheck(),
          new OAuthCheck(),
          new KeyringCheck(),
          new TrackedKeyCheck(),
          new ToolsCheck(),
          new ServerCheck(),
          new ClockCheck(),
          new KeyAcceptedCheck(),
          new KeyTypeCheck());

  private Checkup() {}

  /** All problems, with the worst first. */
  public static List<DoctorFinding> of(Facts facts) {
    return CHECKS.stream()
        .flatMap(check -> check.run(facts).stream())
        .sorted(Comparator.comparing(DoctorFinding::severity))
        .toList();
  }
}
