package io.github.basetenci.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The teams, people, keys and secrets of the sandbox. Callers must hold the lock of the sandbox.
 */
final class Workspace {
  static final String DEFAULT_TEAM = "Default";
  static final String SECOND_TEAM = "research";

  private final String name;
  private final Keys keys;
  private final Clock clock;
  private final Instant created;
  private final List<Team> teams = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final List<Key> issued = new ArrayList<>();
  private final KeyUses uses;
  private final List<Secret> secrets = new ArrayList<>();
  private final String organizationId;
  private NewKeys newKeys = NewKeys.ALLOWED;

  Workspace(String name, Keys keys, Clock clock) {
    this.name = name;
    this.keys = keys;
    this.clock = clock;
    created = clock.instant();
    uses = new KeyUses(clock);
    organizationId = "org_" + keys.word(8);
    Team first = addTeam(DEFAULT_TEAM, true);
    Team second = addTeam(SECOND_TEAM, false);
    addMember("admin@sandbox.example", "Ada Admin", true, Set.of(first, second));
    addMember("dev@sandbox.example", "Dev Eloper", false, Set.of(second));
  }

  String name() {
    return name;
  }

  String organizationId() {
    return organizationId;
  }

  Instant created() {
    return created;
  }

  /** Which keys may be created. */
  NewKeys newKeys() {
    return newKeys;
  }

  void allow(NewKeys allowed) {
    newKeys = allowed;
  }

  List<Team> teams() {
    return teams;
  }

  List<Member> members() {
    return members;
  }

  List<Key> keys() {
    return issued;
  }

  List<Secret> secrets() {
    return secrets;
  }

  /** The organization's admin. */
  Member admin() {
    return members.get(0);
  }

  Team defaultTeam() {
    return teams.get(0);
  }

  @Nullable Team team(String id) {
    return teams.stream().filter(team -> team.id.equals(id)).findFirst().orElse(null);
  }

  @Nullable Team teamNamed(String teamName) {
    return teams.stream().filter(team -> team.name.equals(teamName)).findFirst().orElse(null);
  }

  @Nullable Key key(String fullKey) {
    return issued.stream().filter(key -> key.full.equals(fullKey)).findFirst().orElse(null);
  }

  Key issue(
      String fullKey,
      KeyType type,
      @Nullable String keyName,
      @Nullable List<String> modelIds,
      Team team,
      Member owner,
      String creatorId) {
    Key key =
        new Key(
            fullKey,
            keyName,
            new Scope(
                type,
                modelIds,
                type.hasTeam() ? team : null,
                type == KeyType.PERSONAL ? owner : null),
            "svc_" + keys.word(8),
            new Creation(clock.instant(), creatorId));
    issued.add(key);
    return key;
  }

  /** When keys were used. */
  KeyUses uses() {
    return uses;
  }

  Team addTeam(String teamName, boolean isDefault) {
    Team team = new Team("team_" + keys.word(8), teamName, isDefault, created);
    teams.add(team);
    return team;
  }

  private void addMember(String email, String person, boolean admin, Set<Team> adminOf) {
    members.add(new Member("usr_" + keys.word(8), email, person, admin, adminOf));
  }

  record Team(String id, String name, boolean isDefault, Instant created) {}

  /**
   * A person. An admin of the organization may do everything, and an admin of a team may do
   * everything in that team.
   */
  record Member(String id, String email, String name, boolean admin, Set<Team> adminOf) {
    boolean administers(@Nullable Team team) {
      return admin || (team != null && adminOf.contains(team));
    }
  }

  /** What a key may do, and its team or owner. */
  record Scope(
      KeyType type, @Nullable List<String> modelIds, @Nullable Team team, @Nullable Member owner) {}

  /**
   * When a key was created, and by whom.
   *
   * @param userId the id of the person or of the service account
   */
  record Creation(Instant time, String userId) {}

  record Key(
      String full, @Nullable String name, Scope scope, String serviceUserId, Creation creation) {
    KeyType type() {
      return scope.type();
    }

    @Nullable List<String> modelIds() {
      return scope.modelIds();
    }

    @Nullable Team team() {
      return scope.team();
    }

    @Nullable Member owner() {
      return scope.owner();
    }

    String prefix() {
      return full.substring(0, full.indexOf('.'));
    }

    @Override
    public String toString() {
      return prefix() + "****";
    }
  }

  record Secret(String id, String name, Team team, Instant created, String value) {
    /** Names that differ only in punctuation are one name. */
    static String normalized(String name) {
      return name.replaceAll("[^A-Za-z0-9]", "_");
    }

    boolean is(Team inTeam, String secretName) {
      return team.equals(inTeam) && normalized(name).equals(normalized(secretName));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
