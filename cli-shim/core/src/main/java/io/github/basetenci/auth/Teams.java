package io.github.basetenci.auth;

import io.github.basetenci.api.Team;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the team that a command acts on, among the teams that the key can see. */
public final class Teams {
  private final List<Team> visible;

  /**
   * @param visible the teams that the key can see
   */
  public Teams(List<Team> visible) {
    this.visible = List.copyOf(visible);
  }

  /**
   * The team with this id; if there is none, the team with exactly this name. The {@code baseten}
   * command finds a team in the same way.
   *
   * @throws AuthException if no team matches, or if several teams have this name
   */
  public Team named(String wanted) throws AuthException {
    for (Team team : visible) {
      if (team.id().equals(wanted)) {
        return team;
      }
    }
    List<Team> found = visible.stream().filter(team -> team.name().equals(wanted)).toList();
    String shown = Neutralizer.line(wanted);
    if (found.isEmpty()) {
      throw AuthException.invalid(
          "no team '" + shown + "' among those that this key sees (" + names(visible) + ")");
    }
    if (found.size() > 1) {
      throw AuthException.usage(
          "several teams are named '" + shown + "'; give the id of one instead of the name");
    }
    return found.get(0);
  }

  /**
   * The named team. Without a name, the only team, or the organization's default team if there are
   * several.
   *
   * @throws AuthException if it is still unclear which team is meant
   */
  public Team namedOrDefault(@Nullable String wanted) throws AuthException {
    if (wanted != null) {
      return named(wanted);
    }
    if (visible.isEmpty()) {
      throw AuthException.invalid("this key sees no team; use one that manages a team");
    }
    if (visible.size() == 1) {
      return visible.get(0);
    }
    List<Team> defaults = visible.stream().filter(Team::isDefault).toList();
    if (defaults.size() != 1) {
      throw AuthException.usage(
          "this key sees several teams (" + names(visible) + "); name one of them");
    }
    return defaults.get(0);
  }

  /** The names of the teams on one line. */
  static String names(List<Team> teams) {
    return teams.isEmpty()
        ? "none"
        : Neutralizer.line(teams.stream().map(Team::name).collect(Collectors.joining(", ")));
  }
}
