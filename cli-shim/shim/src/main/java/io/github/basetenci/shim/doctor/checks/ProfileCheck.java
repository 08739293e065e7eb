package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.Optional;

/** A profile that is named but does not exist. */
final class ProfileCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    if (facts.authJson().unusable() != null) {
      return List.of();
    }
    Optional<String> variable = facts.environment().get(Environment.PROFILE);
    List<String> profiles = facts.contents().authJson().profiles();
    Optional<String> missing =
        variable
            .or(() -> facts.contents().authJson().current())
            .filter(name -> !profiles.contains(name));
    if (missing.isEmpty()) {
      return List.of();
    }
    String name = Neutralizer.line(missing.get());
    String by = variable.isPresent() ? Environment.PROFILE : "'current' of auth.json";
    String others =
        profiles.isEmpty()
            ? ""
            : ", or name one of " + Neutralizer.line(String.join(", ", profiles));
    DoctorFinding finding =
        Problem.PROFILE_MISSING
            .found(
                by + " names profile '" + name + "', which auth.json does not have.",
                "Run 'baseten-ci auth login --profile " + name + "'" + others + ".")
            .at(facts.authJson().path());
    // The variable with the key has precedence over a profile.
    return List.of(facts.has(Environment.API_KEY) ? finding.as(Severity.WARNING) : finding);
  }
}
