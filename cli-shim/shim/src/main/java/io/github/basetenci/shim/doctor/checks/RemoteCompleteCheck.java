package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.List;

/** Sections of the trussrc in which a setting is missing, or which have one too many. */
final class RemoteCompleteCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (TrussRemote remote : facts.remotes()) {
      String name = "Remote '" + Neutralizer.line(remote.name()) + "'";
      List<String> missing = missing(remote, facts.has(Environment.API_KEY));
      if (!missing.isEmpty()) {
        findings.add(
            Problem.REMOTE_INCOMPLETE
                .found(
                    name + " lacks " + String.join(" and ", missing) + ", so truss cannot use it.",
                    missing.contains("remote_url")
                        ? "Log in to it again, or add the line remote_url ="
                            + " https://app.baseten.co below its header."
                        : "Log in to it again.")
                .at(facts.trussrc().path()));
      }
      if (hasKey(remote) && remote.hasAccessToken() && !remote.inKeyring()) {
        findings.add(
            Problem.REMOTE_TWO_CREDENTIALS
                .found(
                    name + " has an API key and OAuth tokens, which truss refuses.",
                    "Log in to it again, which leaves the one of the two.")
                .at(facts.trussrc().path()));
      }
    }
    return findings;
  }

  private static List<String> missing(TrussRemote remote, boolean variable) {
    List<String> missing = new ArrayList<>();
    if (!"baseten".equals(remote.remoteProvider())) {
      missing.add("remote_provider = baseten");
    }
    String url = remote.remoteUrl();
    if (url == null || url.isEmpty()) {
      missing.add("remote_url");
    }
    if (remote.inKeyring() || hasKey(remote)) {
      return missing;
    }
    if (!remote.hasAccessToken() && !variable) {
      missing.add("api_key");
    } else if (remote.hasAccessToken() && !remote.hasAllTokens()) {
      missing.add("a part of its OAuth tokens");
    }
    return missing;
  }

  private static boolean hasKey(TrussRemote remote) {
    String key = remote.apiKey();
    return key != null && !key.isEmpty();
  }
}
