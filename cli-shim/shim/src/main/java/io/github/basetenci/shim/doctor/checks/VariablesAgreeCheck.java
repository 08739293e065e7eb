package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.doctor.facts.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Variables that send truss and baseten to different servers. */
final class VariablesAgreeCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    if (facts.trussUsesPair()) {
      compare(facts, Environment.API_KEY, Environment.TRUSS_API_KEY, findings);
      if (facts.has(Environment.API_KEY)) {
        compare(facts, Environment.REMOTE_URL, Environment.TRUSS_REMOTE_URL, findings);
      }
    }
    return findings;
  }

  private static void compare(
      Facts facts, String basetens, String trusss, List<DoctorFinding> findings) {
    Optional<String> one = facts.environment().get(basetens);
    Optional<String> other = facts.environment().get(trusss);
    if (one.isPresent() && other.isPresent() && !one.equals(other)) {
      findings.add(
          Problem.VARIABLES_DISAGREE.found(
              basetens + " and " + trusss + " differ: baseten uses the first, truss the second.",
              "Give both the same value, or unset the one that is not meant."));
    }
  }
}
