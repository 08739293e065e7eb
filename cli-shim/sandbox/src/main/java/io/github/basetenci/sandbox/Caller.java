package io.github.basetenci.sandbox;

import io.github.basetenci.sandbox.Federation.ServiceAccount;
import io.github.basetenci.sandbox.Workspace.Key;
import io.github.basetenci.sandbox.Workspace.Member;
import io.github.basetenci.sandbox.Workspace.Team;
import org.jspecify.annotations.Nullable;

/**
 * The sender of a call, and what the sender may do.
 *
 * @param type the type of the key; an OAuth session acts as a personal key
 * @param member the person who owns the personal key or the session, null for other callers
 * @param team the team of the key or the service account, null for other callers
 * @param userId the id of the person, or of the service account of the key or the access token
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

  /** A service account. It may do what a key of its current preset may do. */
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

  /** Whether the caller may list and delete this key. */
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
      case WORKSPACE_MANAGE_ALL, WORKSPACE_INVOKE, WORKSPACE_EXPORT_METRICS, ROUTES -> sees(inTeam);
    };
  }

  boolean handlesSecrets() {
    return type != KeyType.WORKSPACE_MANAGE_API_KEYS;
  }
}
