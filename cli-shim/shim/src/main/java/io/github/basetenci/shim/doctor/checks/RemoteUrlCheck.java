package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** URLs that no tool can use, or that truss misunderstands. */
final class RemoteUrlCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    Path trussrc = facts.trussrc().path();
    for (TrussRemote remote : facts.remotes()) {
      String url = remote.remoteUrl();
      if (url != null && !url.isEmpty()) {
        String where = "The URL of remote '" + Neutralizer.line(remote.name()) + "'";
        check(where, url, true, trussrc, findings);
      }
    }
    for (String name : facts.contents().authJson().profiles()) {
      String where = "The URL of profile '" + Neutralizer.line(name) + "'";
      String url = facts.contents().authJson().profile(name).orElseThrow().remoteUrl();
      check(where, url, false, facts.authJson().path(), findings);
    }
    variable(facts, Environment.REMOTE_URL, false, findings);
    if (facts.pair().isWhole()) {
      variable(facts, Environment.TRUSS_REMOTE_URL, true, findings);
    }
    facts
        .environment()
        .get(Environment.MANAGEMENT_OVERRIDE)
        .ifPresent(
            url -> {
              try {
                RemoteUrl.managementOverride(url);
              } catch (InvalidRemoteUrlException e) {
                findings.add(invalid(e));
              }
            });
    return findings;
  }

  private static void variable(
      Facts facts, String name, boolean truss, List<DoctorFinding> findings) {
    facts.environment().get(name).ifPresent(url -> check(name, url, truss, null, findings));
  }

  private static void check(
      String where, String text, boolean truss, @Nullable Path path, List<DoctorFinding> findings) {
    try {
      RemoteUrl url = RemoteUrl.parse(text, where);
      if (truss && !url.isKnown()) {
        findings.add(
            Problem.REMOTE_UNKNOWN
                .found(
                    where
                        + " is "
                        + url
                        + ", none of the remotes that truss knows: truss sends some calls, and the"
                        + " key with them, to https://api.baseten.co.",
                    "Use truss with https://app.baseten.co alone, and baseten for other"
                        + " installations.")
                .at(path));
      }
    } catch (InvalidRemoteUrlException e) {
      findings.add(invalid(e).at(path));
    }
  }

  private static DoctorFinding invalid(InvalidRemoteUrlException e) {
    return Problem.REMOTE_URL_INVALID.found(
        Sentence.of(String.valueOf(e.getMessage())),
        "Write https://host[:port] and nothing behind it, such as https://app.baseten.co.");
  }
}
