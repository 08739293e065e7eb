package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.TrussPair;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.Tool;
import io.github.basetenci.text.Neutralizer;
import java.util.List;

/**
 * The pair of variables that truss 0.18.26 and later read. The problem is half of a pair, or a pair
 * that hides logins.
 */
final class PairCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    TrussPair pair = facts.pair();
    if (pair.isHalf()) {
      return List.of(
          Problem.HALF_PAIR.found(
              pair.present()
                  + " is set but "
                  + pair.missing()
                  + " is not, so every truss command fails.",
              "Set both or neither; where a variable cannot be unset, set it to nothing."));
    }
    if (!pair.isWhole()) {
      return List.of();
    }
    if (!facts.trussReadsPair()) {
      return List.of(
          Problem.PAIR_IGNORED.found(
              "truss "
                  + facts.truss().version()
                  + " ignores "
                  + Environment.TRUSS_API_KEY
                  + " and "
                  + Environment.TRUSS_REMOTE_URL
                  + ".",
              "Upgrade truss to "
                  + Tool.TRUSS_PAIR
                  + " or later, or run 'baseten-ci auth login', which every version reads."));
    }
    List<String> hidden = facts.contents().trussrc().remotes();
    return hidden.isEmpty()
        ? List.of()
        : List.of(
            Problem.PAIR_HIDES_TRUSSRC
                .found(
                    Environment.TRUSS_API_KEY
                        + " and "
                        + Environment.TRUSS_REMOTE_URL
                        + " are set, so truss ignores the trussrc with its remotes: "
                        + Neutralizer.line(String.join(", ", hidden))
                        + ".",
                    "Unset both to use the trussrc, or log out of its remotes.")
                .at(facts.trussrc().path()));
  }
}
