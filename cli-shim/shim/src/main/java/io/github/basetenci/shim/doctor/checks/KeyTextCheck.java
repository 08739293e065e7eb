package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.BadKey;
import io.github.basetenci.shim.doctor.facts.Facts;
import java.util.ArrayList;
import java.util.List;

/** Text that stands for a key and is no key, and a key file that gives no key. */
final class KeyTextCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (BadKey bad : facts.badKeys()) {
      findings.add(
          Problem.KEY_MALFORMED
              .found(
                  "The API key of " + bad.where() + " " + bad.problem() + ".",
                  "Put the key there alone, as Baseten showed it.")
              .at(bad.path()));
    }
    String keyFile = facts.keyFileProblem();
    if (keyFile != null) {
      findings.add(
          Problem.KEY_FILE_UNUSABLE.found(
              Sentence.of(keyFile),
              "Correct BASETEN_API_KEY_FILE or mount the secret, or unset the variable."));
    }
    return findings;
  }
}
