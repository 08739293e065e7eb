package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.StoreFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Leftovers of killed runs of baseten-ci beside the files. */
final class LeftoversCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (StoreFacts store : List.of(facts.trussrc(), facts.authJson())) {
      for (Path path : store.leftovers()) {
        findings.add(
            Problem.STORE_LEFTOVERS
                .found(
                    "A run of baseten-ci that was killed left "
                        + path
                        + (path.toString().endsWith(".tmp") ? ", which may hold a key." : "."),
                    "The next login or logout removes it; or delete it yourself.")
                .at(path));
      }
    }
    return findings;
  }
}
