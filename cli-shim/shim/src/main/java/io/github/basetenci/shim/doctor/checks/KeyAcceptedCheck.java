package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.ServerAnswer;
import java.util.ArrayList;
import java.util.List;

/** Keys in use that a server does not accept. */
final class KeyAcceptedCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (ServerAnswer answer : facts.servers()) {
      if (answer.key() == null) {
        continue;
      }
      String key = "The key " + answer.key() + " of " + String.join(" and ", answer.tools());
      if (answer.status() == 401) {
        findings.add(
            Problem.KEY_REFUSED.found(
                key + " is refused by " + answer.base() + " (HTTP 401).",
                "It is revoked, mistyped, or of another installation: log in with a valid key."));
      } else if (answer.status() == 403) {
        findings.add(
            Problem.KEY_WITHOUT_MANAGEMENT.found(
                key + " has no management rights at " + answer.base() + " (HTTP 403).",
                "It can call models and not deploy; to deploy, use a team key with full access."));
      }
    }
    return findings;
  }
}
