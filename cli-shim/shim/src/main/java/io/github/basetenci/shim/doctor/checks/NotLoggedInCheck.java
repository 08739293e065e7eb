package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.doctor.facts.Facts;
import java.util.List;

/** No login at all, or one that truss does not see. */
final class NotLoggedInCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    boolean stored =
        !facts.contents().trussrc().remotes().isEmpty()
            || !facts.contents().authJson().profiles().isEmpty()
            || !facts.contents().authJson().hosts().isEmpty()
            || facts.trussrc().unusable() != null
            || facts.authJson().unusable() != null;
    boolean given =
        facts.has(Environment.API_KEY)
            || facts.has(Environment.TRUSS_API_KEY)
            || facts.has(Environment.TRUSS_REMOTE_URL)
            || facts.has(Environment.API_KEY_FILE)
            || facts.has(Environment.PROFILE);
    if (!stored && !given) {
      return List.of(
          Problem.NOT_LOGGED_IN.found(
              "No key is given and no login is stored.",
              "Set BASETEN_API_KEY and run 'baseten-ci auth login'."));
    }
    boolean hasTruss = facts.truss().path() != null;
    boolean trussFinds =
        !facts.contents().trussrc().remotes().isEmpty()
            || facts.has(Environment.TRUSS_API_KEY)
            || facts.has(Environment.TRUSS_REMOTE_URL)
            || facts.trussrc().unusable() != null;
    if (hasTruss && !trussFinds && facts.has(Environment.API_KEY)) {
      return List.of(
          Problem.TRUSS_NOT_LOGGED_IN
              .found(
                  "truss is not logged in: it reads BASETEN_API_KEY only for a remote of the"
                      + " trussrc, and there is none.",
                  "Run 'baseten-ci auth login', or run truss by 'baseten-ci exec -- truss'.")
              .at(facts.trussrc().path()));
    }
    return List.of();
  }
}
