package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.Tool;
import java.util.List;

/** The two layouts of auth.json, of which each version of baseten knows one. */
final class LayoutCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    boolean hosts = !facts.contents().authJson().hosts().isEmpty();
    boolean profiles = !facts.contents().authJson().profiles().isEmpty();
    if (hosts && profiles) {
      return List.of(
          Problem.AUTH_JSON_TWO_LAYOUTS
              .found(
                  "auth.json has profiles and also the hosts of baseten 0.1: each version of"
                      + " baseten drops the other's logins when it writes.",
                  "Keep one version of baseten on this machine, and log out of what only the other"
                      + " one reads.")
              .at(facts.authJson().path()));
    }
    Tool baseten = facts.baseten();
    boolean wrong =
        baseten.version() != null && (baseten.isBefore(Tool.BASETEN_PROFILES) ? profiles : hosts);
    return wrong
        ? List.of(
            Problem.AUTH_JSON_OTHER_LAYOUT
                .found(
                    "auth.json has only "
                        + (hosts ? "the hosts of baseten 0.1" : "profiles")
                        + ", which baseten "
                        + baseten.version()
                        + " does not read.",
                    hosts
                        ? "Run 'baseten-ci auth login'."
                        : "Run 'baseten-ci auth login --label NAME', or upgrade baseten.")
                .at(facts.authJson().path()))
        : List.of();
  }
}
