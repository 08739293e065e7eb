package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.StoreFacts;
import java.util.ArrayList;
import java.util.List;

/** Files that cannot be read or parsed. */
final class StoreSyntaxCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (StoreFacts store : List.of(facts.trussrc(), facts.authJson())) {
      String tool = store.store().tool();
      String unreadable = store.unreadable();
      if (unreadable != null) {
        findings.add(
            Problem.STORE_UNREADABLE
                .found(
                    Sentence.of(unreadable),
                    "Give the file to the user that runs " + tool + ", with mode 0600.")
                .at(store.path()));
      }
      String broken = store.broken();
      if (broken != null) {
        Problem problem =
            store.store() == StoreKind.TRUSS ? Problem.TRUSSRC_BROKEN : Problem.AUTH_JSON_BROKEN;
        findings.add(
            problem
                .found(
                    Sentence.of(broken),
                    "Correct the line, or move the file away and log in again; until then "
                        + tool
                        + " finds no login.")
                .at(store.path()));
      }
    }
    for (String broken : facts.brokenRemotes()) {
      findings.add(
          Problem.TRUSSRC_BROKEN
              .found(
                  Sentence.of(broken),
                  "Correct the line, or log in to that remote again; until then truss cannot load"
                      + " it.")
              .at(facts.trussrc().path()));
    }
    return findings;
  }
}
