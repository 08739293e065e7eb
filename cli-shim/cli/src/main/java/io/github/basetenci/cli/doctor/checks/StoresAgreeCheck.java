package io.github.basetenci.cli.doctor.checks;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.cli.doctor.facts.Facts;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two logins of one name that are not the same login. */
final class StoresAgreeCheck implements Check {
  @Override
  public List<Finding> run(Facts facts) {
    List<Finding> findings = new ArrayList<>();
    for (TrussRemote remote : facts.remotes()) {
      Optional<AuthProfile> profile = facts.contents().authJson().profile(remote.name());
      if (profile.isPresent()) {
        List<String> differences = differences(remote, profile.get());
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

  private static List<String> differences(TrussRemote remote, AuthProfile profile) {
    List<String> differences = new ArrayList<>();
    String one = remote.apiKey();
    String other = profile.apiKey();
    if (one != null && !one.isEmpty() && other != null && !one.equals(other)) {
      differences.add("keys");
    }
    String url = remote.remoteUrl();
    if (url != null && !normal(url).equals(normal(profile.remoteUrl()))) {
      differences.add("URLs");
    }
    return differences;
  }

  private static String normal(String url) {
    try {
      return RemoteUrl.parse(url).toString();
    } catch (InvalidRemoteUrlException e) {
      return url;
    }
  }
}
