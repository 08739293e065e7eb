package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.NotAKey;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored login whose key differs from BASETEN_API_KEY. The variable hides the stored login from
 * baseten, but not from truss.
 */
final class HiddenLoginCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    ApiKey variable = parse(facts.environment().get(Environment.API_KEY).orElse(null));
    if (variable == null || variable.reveal().indexOf('%') >= 0) {
      return List.of();
    }
    List<DoctorFinding> findings = new ArrayList<>();
    Optional<String> profile =
        facts
            .environment()
            .get(Environment.PROFILE)
            .or(() -> facts.contents().authJson().current());
    ApiKey profiles =
        parse(
            profile
                .flatMap(name -> facts.contents().authJson().profile(name))
                .map(AuthProfile::apiKey)
                .orElse(null));
    if (profiles != null && !profiles.equals(variable)) {
      findings.add(
          Problem.LOGIN_HIDDEN
              .found(
                  "baseten uses BASETEN_API_KEY ("
                      + variable
                      + ") and not the key of profile '"
                      + Neutralizer.line(profile.orElse(""))
                      + "' ("
                      + profiles
                      + ").",
                  "Unset BASETEN_API_KEY to use the profile, or log in again with the variable's"
                      + " key.")
              .at(facts.authJson().path()));
    }
    List<TrussRemote> remotes = facts.remotes();
    ApiKey only = remotes.size() == 1 ? parse(remotes.get(0).apiKey()) : null;
    boolean used = !facts.trussUsesPair();
    if (used && only != null && !only.equals(variable)) {
      findings.add(
          Problem.LOGIN_HIDDEN
              .found(
                  "truss uses the key of remote '"
                      + Neutralizer.line(remotes.get(0).name())
                      + "' ("
                      + only
                      + ") and not BASETEN_API_KEY ("
                      + variable
                      + ").",
                  "Run 'baseten-ci auth login' to store the variable's key, or unset the variable.")
              .at(facts.trussrc().path()));
    }
    return findings;
  }

  private static @Nullable ApiKey parse(@Nullable String text) {
    return text == null || NotAKey.of(text).isPresent() ? null : ApiKey.stored(text).orElse(null);
  }
}
