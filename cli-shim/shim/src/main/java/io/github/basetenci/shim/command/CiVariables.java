package io.github.basetenci.shim.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables by which a CI system says that this is one of its jobs. */
public final class CiVariables {
  private static final String CI = "CI";
  private static final List<String> OTHERS =
      List.of("GITHUB_ACTIONS", "JENKINS_URL", "BUILD_NUMBER", "TF_BUILD", "TEAMCITY_VERSION");
  private static final List<String> NO = List.of("", "0", "false");

  private CiVariables() {}

  /** The name of the first variable that is set; empty if nobody says that this is a job. */
  public static Optional<String> of(Map<String, String> environment) {
    // People set this one to "false" as well.
    if (NO.stream().noneMatch(environment.getOrDefault(CI, "")::equalsIgnoreCase)) {
      return Optional.of(CI);
    }
    return OTHERS.stream()
        .filter(name -> !environment.getOrDefault(name, "").isEmpty())
        .findFirst();
  }
}
