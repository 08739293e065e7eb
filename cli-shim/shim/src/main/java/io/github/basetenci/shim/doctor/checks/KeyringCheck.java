package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.List;

/** Secrets in a keyring that truss is told not to open. */
final class KeyringCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    if (facts.keyringDisabled() && !facts.trussUsesPair()) {
      for (TrussRemote remote : facts.keyringRemotes()) {
        findings.add(
            Problem.KEYRING_DISABLED
                .found(
                    "Remote '"
                        + Neutralizer.line(remote.name())
                        + "' has its secret in the system keyring, which"
                        + " BASETEN_TRUSS_AUTH_KEYRING_DISABLED keeps truss from opening.",
                    "Unset the variable, or log in to the remote again.")
                .at(facts.trussrc().path()));
      }
    }
    return findings;
  }
}
