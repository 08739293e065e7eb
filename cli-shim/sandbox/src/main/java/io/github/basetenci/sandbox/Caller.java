package io.github.basetenci.sandbox;

import io.github.basetenci.sandbox.Federation.ServiceAccount;
import io.github.basetenci.sandbox.Workspace.Key;
import io.github.basetenci.sandbox.Workspace.Member;
import io.github.basetenci.sandbox.Workspace.Team;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and what that allows.
 *
 * @param type the type of the key; an OAuth session acts as a personal key
 * @param member the person behind a personal key or a session
 * @param team the team of a team's key
 * @param userId the person, or the service account behind a key or an access token
 */
record Caller(KeyType type, @Nullable Member member, @Nullable Team team, String userId) {
  static Caller of(Key key) {
    Member owner = key.owner();
    String userId = owner == null ? key.serviceUserId() : owner.id();
    return new Caller(key.type(), owner, key.team(), userId);
  }

  static Caller of(Member member) {
    return new Caller(KeyType.PERSONAL, member, null, member.id());
  }

  /** A service account acts as a key of its preset, at the time of the call. */
  static Caller of(ServiceAccount account) {
    return new Caller(account.preset, null, account.team, account.id);
  }

  boolean administersOrganization() {
    return member != null && member.admin();
  }

  /** Whether the caller manages this service account and its trust rules. */
  boolean administers(ServiceAccount account) {
    Team owning = account.team;
    return owning == null ? administersOrganization() : sees(owning);
  }

  boolean sees(Team other) {
    if (member != null) {
      return member.administers(other);
    }
    return type == KeyType.WORKSPACE_MANAGE_API_KEYS || other.equals(team);
  }

  /** Whether the caller lists and deletes this key. */
  boolean manages(Key key) {
    if (key.type() == KeyType.PERSONAL) {
      return member != null && (member.admin() || member.equals(key.owner()));
    }
    Team owning = key.team();
    if (owning == null) {
      return member != null ? member.admin() : type == KeyType.WORKSPACE_MANAGE_API_KEYS;
    }
    return sees(owning);
  }

  boolean mayCreate(KeyType wanted, Team inTeam) {
    return switch (wanted) {
      case PERSONAL -> member != null;
      case WORKSPACE_MANAGE_API_KEYS -> member != null && member.admin();
      case WORKSPACE_MANAGE_ALL, WORKSPACE_INVOKE, WORKSPACE_EXPORT_METRICS -> sees(inTeam);
    };
  }

  boolean handlesSecrets() {
    return type != KeyType.WORKSPACE_MANAGE_API_KEYS;
  }
}
