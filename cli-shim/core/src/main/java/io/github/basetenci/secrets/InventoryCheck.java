package io.github.basetenci.secrets;

import io.github.basetenci.api.SecretInfo;
import io.github.basetenci.api.Team;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares the names that a configuration needs with the secrets that its team has. */
final class InventoryCheck {
  private final Team team;
  private final List<SecretInfo> ofTeam;
  private final List<SecretInfo> visible;

  /**
   * @param ofTeam the secrets of the team
   * @param visible the secrets of all teams that the key sees
   */
  InventoryCheck(Team team, List<SecretInfo> ofTeam, List<SecretInfo> visible) {
    this.team = team;
    this.ofTeam = ofTeam;
    this.visible = visible;
  }

  void run(Map<String, Place> needed, List<Finding> findings) {
    needed.forEach((text, at) -> check(new SecretName(text), at, findings));
  }

  private void check(SecretName name, Place at, List<Finding> findings) {
    if (ofTeam.stream().anyMatch(secret -> secret.name().equals(name.text()))) {
      return;
    }
    String inTeam = " in team '" + Neutralizer.line(team.name()) + "'";
    Optional<SecretName> like =
        ofTeam.stream()
            .map(secret -> new SecretName(secret.name()))
            .filter(name::isSameSecretAs)
            .findFirst();
    if (like.isPresent()) {
      findings.add(
          Finding.about(
              Rule.OTHER_SPELLING,
              at,
              name,
              name + " is stored as " + like.get() + inTeam + "; use one spelling in both places"));
      return;
    }
    String others =
        visible.stream()
            .filter(secret -> name.isSameSecretAs(new SecretName(secret.name())))
            .map(SecretInfo::teamName)
            .map(other -> other == null ? "?" : Neutralizer.line(other))
            .filter(other -> !other.equals(team.name()))
            .distinct()
            .collect(Collectors.joining("', '"));
    findings.add(
        others.isEmpty()
            ? Finding.about(
                Rule.MISSING,
                at,
                name,
                name + " is not stored" + inTeam + "; store it with 'baseten-ci secrets set'")
            : Finding.about(
                Rule.IN_ANOTHER_TEAM,
                at,
                name,
                name
                    + " is stored in team '"
                    + others
                    + "' alone, and not"
                    + inTeam
                    + ", whose models see nothing else"));
  }
}
