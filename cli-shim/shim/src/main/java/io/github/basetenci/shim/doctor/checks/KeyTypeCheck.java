package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.ServerAnswer;
import java.util.ArrayList;
import java.util.List;

/** Keys of a type that a CI job should not have. */
final class KeyTypeCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    if (!facts.ci()) {
      return findings;
    }
    for (ServerAnswer answer : facts.servers()) {
      if (ApiKeyType.PERSONAL.equals(answer.type())) {
        findings.add(
            Problem.KEY_PERSONAL_IN_CI.found(
                "The key " + answer.key() + " is personal: it acts as its user and ends with them.",
                "Give the job a key of its team (type WORKSPACE_MANAGE_ALL to deploy,"
                    + " WORKSPACE_INVOKE to call models)."));
      } else if (ApiKeyType.WORKSPACE_MANAGE_ALL.equals(answer.type()) && !facts.deployable()) {
        findings.add(
            Problem.KEY_TOO_BROAD.found(
                "The key "
                    + answer.key()
                    + " has full access, and nothing in the working directory looks as if it were"
                    + " deployed from here.",
                "A job that only calls models needs a key of type WORKSPACE_INVOKE, one that exports"
                    + " metrics WORKSPACE_EXPORT_METRICS."));
      }
    }
    return findings;
  }
}
