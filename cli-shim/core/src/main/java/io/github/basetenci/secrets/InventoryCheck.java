package io.github.basetenci.secrets;

import io.github.basetenci.api.SecretInfo;
import io.github.basetenci.api.Team;
import io.github.basetenci.text.Neutralizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the names that a configuration needs with the secrets that its team has. */
final class InventoryCheck {
  private final Team team;
  private final Set<String> ofTeam = new HashSet<>();

  /**
   * The first name of the team, by its normalized form. The normalized form is equal for names that
   * the server treats as one.
   */
  private final Map<String, SecretName> likeInTeam = new HashMap<>();

  /**
   * The other teams that have a name, by the name's normalized form. The names of teams are in the
   * form that messages show.
   */
  private final Map<String, Set<String>> likeInOthers = new HashMap<>();

  /**
   * @param ofTeam the secrets of the team
   * @param visible the secrets of all teams that the key may see
   */
  InventoryCheck(Team team, List<SecretInfo> ofTeam, List<SecretInfo> visible) {
    this.team = team;
    for (SecretInfo secret : ofTeam) {
      SecretName name = new SecretName(secret.name());
      this.ofTeam.add(secret.name());
      likeInTeam.putIfAbsent(name.normalized(), name);
    }
    for (SecretInfo secret : visible) {
      String other = secret.teamName() == null ? "?" : Neutralizer.line(secret.teamName());
      if (!other.equals(team.name())) {
        likeInOthers
            .computeIfAbsent(
                new SecretName(secret.name()).normalized(), key -> new LinkedHashSet<>())
            .add(other);
      }
    }
  }

  void run(Map<String, SourceLocation> needed, List<SecretFinding> findings) {
    needed.forEach((text, at) -> check(new SecretName(text), at, findings));
  }

  private void check(SecretName name, SourceLocation at, List<SecretFinding> findings) {
    if (ofTeam.contains(name.text())) {
      return;
    }
    String inTeam = " in team '" + Neutralizer.line(team.name()) + "'";
    SecretName like = likeInTeam.get(name.normalized());
    if (like != null) {
      findings.add(
          SecretFinding.about(
              Rule.OTHER_SPELLING,
              at,
              name,
              name + " is stored as " + like + inTeam + "; use one spelling for both"));
      return;
    }
    String others = String.join("', '", likeInOthers.getOrDefault(name.normalized(), Set.of()));
    findings.add(
        others.isEmpty()
            ? SecretFinding.about(Rule.MISSING, at, name, name + " is not stored" + inTeam)
            : SecretFinding.about(
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
