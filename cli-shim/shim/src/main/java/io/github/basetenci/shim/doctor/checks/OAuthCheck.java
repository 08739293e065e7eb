package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.store.OAuthTokens;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OAuth logins whose access token has expired. */
final class OAuthCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (String name : facts.contents().trussrc().remotes()) {
      try {
        String entry = "remote '" + Neutralizer.line(name) + "'";
        check(
            facts,
            entry,
            "truss",
            facts.contents().trussrc().oauth(name),
            facts.trussrc().path(),
            findings);
      } catch (StoreException e) {
        // Another check reports this remote as one that cannot be loaded.
      }
    }
    for (String name : facts.contents().authJson().profiles()) {
      String entry = "profile '" + Neutralizer.line(name) + "'";
      check(
          facts,
          entry,
          "baseten",
          facts.contents().authJson().oauth(name),
          facts.authJson().path(),
          findings);
    }
    return findings;
  }

  private static void check(
      Facts facts,
      String entry,
      String tool,
      Optional<OAuthTokens> tokens,
      @Nullable Path path,
      List<DoctorFinding> findings) {
    if (tokens.isEmpty() || !tokens.get().expiredAt(facts.now())) {
      return;
    }
    String ended =
        "The OAuth access token of " + entry + " ended at " + tokens.get().expires().orElseThrow();
    findings.add(
        tokens.get().renewable()
            ? Problem.OAUTH_EXPIRED
                .found(
                    ended + "; " + tool + " or baseten-ci renews it when it next uses it.",
                    "If that fails, run 'baseten-ci auth login --browser' again.")
                .at(path)
            : Problem.OAUTH_EXPIRED
                .found(
                    ended + ", and there is no refresh token to renew it.",
                    "Log in again, with 'baseten-ci auth login' if a trust rule gave it.")
                .at(path)
                .as(Severity.WARNING));
  }
}
