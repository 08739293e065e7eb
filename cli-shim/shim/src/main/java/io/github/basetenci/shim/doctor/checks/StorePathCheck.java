package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.StoreFacts;
import java.util.ArrayList;
import java.util.List;

/** Variables whose path is no usable file. */
final class StorePathCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (StoreFacts store : List.of(facts.trussrc(), facts.authJson())) {
      String problem = store.pathProblem();
      if (problem != null) {
        findings.add(
            Problem.STORE_PATH
                .found(
                    Sentence.of(problem),
                    store.store() == StoreKind.TRUSS
                        ? "Unset USER_TRUSSRC_PATH, or give it the path of a file."
                        : "Unset BASETEN_CONFIG_DIR, or give it the path of a directory.")
                .at(store.path()));
      }
    }
    return findings;
  }
}
