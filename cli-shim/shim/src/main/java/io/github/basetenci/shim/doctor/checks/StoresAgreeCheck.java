package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.Differences;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two logins of one name that are not the same login. */
final class StoresAgreeCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (TrussRemote remote : facts.remotes()) {
      Optional<AuthProfile> profile = facts.contents().authJson().profile(remote.name());
      if (profile.isPresent()) {
        List<String> differences = Differences.of(remote, profile.get()).words();
        if (!differences.isEmpty()) {
          findings.add(
              Problem.STORES_DISAGREE.found(
                  "Remote '"
                      + Neutralizer.line(remote.name())
                      + "' of the trussrc and the profile of that name in auth.json have different "
                      + String.join(" and ", differences)
                      + ".",
                  "Log in again under that name, which writes both, or give the two different"
                      + " names."));
        }
      }
    }
    return findings;
  }
}
