package io.github.basetenci.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussKeyring;
import io.github.basetenci.store.TrussRc;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import io.github.basetenci.text.Situation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes logins from the stores. If the caller requests it, the key is first revoked on the
 * server.
 */
public final class Logout {
  private final Stores stores;
  private final ManagementClients clients;
  private final OAuthRefresh refresh;

  /**
   * @param stores the files to change
   * @param clients open the clients that revoke
   * @param refresh renews tokens that are over, because the server ends a session by a valid one
   */
  public Logout(Stores stores, ManagementClients clients, OAuthRefresh refresh) {
    this.stores = stores;
    this.clients = clients;
    this.refresh = refresh;
  }

  /**
   * A request to log out. Without a name, the current profile is removed. If there is no current
   * profile, the only remote is removed.
   *
   * @param all whether every remote and every profile is removed; no name may be given then
   * @param revokeKey whether the key is deleted on the server before the login is removed from the
   *     stores
   */
  public record Request(
      @Nullable String profile,
      @Nullable String remote,
      boolean all,
      boolean revokeKey,
      Set<StoreKind> stores) {
    public Request {
      stores = EnumSet.copyOf(stores);
    }
  }

  /**
   * The result of a logout.
   *
   * @param revoked prefixes of the keys that the server deleted
   * @param left entries with the removed key in the store from which nothing was removed; they may
   *     belong to the removed login or to another one
   * @param notes sentences for the user
   * @param warnings sentences about sessions that could not be ended at the server, and about
   *     entries of the keyring that could not be removed
   */
  public record Result(
      List<String> remotes,
      List<String> profiles,
      List<String> revoked,
      List<String> left,
      List<String> notes,
      List<String> warnings) {
    /** The name to show: that of the profile, or that of the remote if no profile was removed. */
    public String name() {
      return !profiles.isEmpty() ? profiles.get(0) : remotes.isEmpty() ? "" : remotes.get(0);
    }

    /** All names, each once. */
    public List<String> names() {
      Set<String> names = new LinkedHashSet<>(remotes);
      names.addAll(profiles);
      return List.copyOf(names);
    }
  }

  /**
   * @throws AuthException if no login matches, or if the login cannot be removed safely
   * @throws ApiException if the server refuses to delete the key; no login is removed then
   */
  public Result run(Request request)
      throws AuthException, StoreException, ApiException, TransportException {
    if (request.all() && (request.profile() != null || request.remote() != null)) {
      throw AuthException.usage("every login and one of them by name cannot be meant at once");
    }
    Stores.Contents inFiles = stores.read(request.stores());
    Stores.Contents before = stores.keyring().withAll(inFiles);
    List<LoginNames> targets = targets(request, before);
    List<String> irrevocable = new ArrayList<>();
    List<String> revoked = request.revokeKey() ? revoke(targets, before, irrevocable) : List.of();

    List<String> remotes = new ArrayList<>();
    List<String> profiles = new ArrayList<>();
    List<String> notes = new ArrayList<>(irrevocable);
    List<String> warnings = new ArrayList<>();
    endSessions(targets, inFiles, before, notes, warnings);
    Map<KeyringEntry, String> forgotten = new LinkedHashMap<>();
    notes.addAll(
        stores.update(
            request.stores(),
            now -> {
              TrussRc trussrc = now.trussrc();
              AuthJson authJson = now.authJson();
              for (LoginNames target : targets) {
                String remote = target.remote();
                if (remote != null && trussrc.remotes().contains(remote)) {
                  forgetRemote(remote, trussrc, forgotten, notes, warnings);
                  trussrc = trussrc.without(remote);
                  remotes.add(remote);
                }
                String profile = target.profile();
                if (profile != null && authJson.profiles().contains(profile)) {
                  authJson =
                      withoutLogin(
                          profile,
                          new Stores.Contents(trussrc, authJson),
                          forgotten,
                          notes,
                          warnings);
                  profiles.add(profile);
                }
              }
              return new Stores.Contents(trussrc, authJson);
            },
            // A login that stays in the file must keep its secret.
            () ->
                forgotten.forEach((entry, text) -> stores.keyring().keyring().write(entry, text))));
    List<String> left = targets.stream().flatMap(target -> target.left().stream()).toList();
    return new Result(remotes, profiles, revoked, left, notes, warnings);
  }

  /** Removes what the keyring holds for a remote, and says what it could not remove. */
  private void forgetRemote(
      String name,
      TrussRc trussrc,
      Map<KeyringEntry, String> forgotten,
      List<String> notes,
      List<String> warnings)
      throws StoreException {
    forget(
        TrussKeyring.entry(name),
        "remote '" + Neutralizer.line(name) + "'",
        trussrc.remote(name).filter(TrussRemote::inKeyring).isPresent(),
        forgotten,
        notes,
        warnings);
  }

  /**
   * @param expected whether the file says that the secret is in the keyring; else an entry is what
   *     an earlier login left
   * @param forgotten gets the text of the entry, if it is removed
   */
  private void forget(
      KeyringEntry entry,
      String what,
      boolean expected,
      Map<KeyringEntry, String> forgotten,
      List<String> notes,
      List<String> warnings) {
    KeyringSecrets.Removal removal = stores.keyring().remove(entry);
    if (removal.removed() != null) {
      forgotten.put(entry, removal.removed().text());
      notes.add("Removed the secret of " + what + " from the system keyring.");
    } else if (removal.unavailable() != null && expected) {
      warnings.add(
          "the secret of "
              + what
              + " may still be in the system keyring: "
              + removal.unavailable().reason());
    }
  }

  /**
   * Removes the profile and its copies in the layout of version 0.1, in the file and in the
   * keyring. The file is still locked, so no entry is removed that another login wrote meanwhile.
   */
  private AuthJson withoutLogin(
      String profile,
      Stores.Contents now,
      Map<KeyringEntry, String> forgotten,
      List<String> notes,
      List<String> warnings) {
    AuthProfile entry = now.authJson().profile(profile).orElseThrow();
    List<String> labels = OlderCopies.of(profile, now, stores.keyring());
    forget(
        BasetenKeyring.entry(profile),
        "profile '" + Neutralizer.line(profile) + "'",
        KeyringSecrets.isInKeyring(entry),
        forgotten,
        notes,
        warnings);
    AuthHost host = now.authJson().hosts().get(entry.remoteUrl());
    AuthJson rest = now.authJson().without(profile);
    for (String label : labels) {
      boolean there =
          host != null
              && host.users().stream()
                  .anyMatch(user -> user.name().equals(label) && KeyringSecrets.isInKeyring(user));
      forget(
          BasetenKeyring.olderEntry(entry.remoteUrl(), label),
          "label '" + Neutralizer.line(label) + "'",
          there,
          forgotten,
          notes,
          warnings);
      rest = rest.withoutHostUser(entry.remoteUrl(), label);
    }
    return rest;
  }

  private static List<LoginNames> targets(Request request, Stores.Contents now)
      throws AuthException, StoreException {
    if (request.all()) {
      List<LoginNames> all = new ArrayList<>();
      now.trussrc().remotes().forEach(remote -> all.add(new LoginNames(remote, null)));
      now.authJson().profiles().forEach(profile -> all.add(new LoginNames(null, profile)));
      List<LoginNames> wanted =
          all.stream().map(each -> each.in(request.stores())).filter(e -> !e.isEmpty()).toList();
      if (wanted.isEmpty()) {
        throw AuthException.notLoggedIn("nothing to log out of: no login is stored");
      }
      return wanted;
    }
    String profile = request.profile();
    String remote = request.remote();
    LoginNames found;
    if (profile != null && remote != null) {
      found =
          new LoginNames(
              now.trussrc().remotes().contains(remote) ? remote : null,
              now.authJson().profiles().contains(profile) ? profile : null);
    } else if (profile != null) {
      found = LoginNames.ofProfile(profile, now);
    } else if (remote != null) {
      found = LoginNames.ofRemote(remote, now);
    } else {
      found = unnamed(request, now);
    }
    LoginNames target = found.in(request.stores());
    if (target.isEmpty()) {
      String what =
          profile != null
              ? "profile '" + Neutralizer.line(profile) + "'"
              : "remote '" + Neutralizer.line(String.valueOf(remote)) + "'";
      throw AuthException.notLoggedIn("not logged in: " + what + " not found");
    }
    return List.of(target);
  }

  private static LoginNames unnamed(Request request, Stores.Contents now)
      throws AuthException, StoreException {
    String current = now.authJson().current().orElse(null);
    if (current != null && request.stores().contains(StoreKind.BASETEN)) {
      return LoginNames.ofProfile(current, now);
    }
    List<String> remotes = now.trussrc().remotes();
    if (remotes.size() == 1 && request.stores().contains(StoreKind.TRUSS)) {
      return LoginNames.ofRemote(remotes.get(0), now);
    }
    if (remotes.size() > 1) {
      throw AuthException.usage(
          "several remotes are stored (" + Neutralizer.line(String.join(", ", remotes)) + ")",
          Situation.LOGOUT_REMOTE_NOT_CHOSEN,
          "");
    }
    if (!now.authJson().profiles().isEmpty()) {
      throw AuthException.usage(
          "no profile is current",
          Situation.LOGOUT_PROFILE_NOT_CHOSEN,
          Neutralizer.line(String.join(", ", now.authJson().profiles())));
    }
    throw AuthException.notLoggedIn("nothing to log out of: no login is stored");
  }

  /**
   * Ends the sessions of logins by browser at the server, as far as it lets itself be asked. A
   * session that goes on is no reason to keep its entry. An access token that no tool renews has no
   * session, and ends by itself.
   */
  private void endSessions(
      List<LoginNames> targets,
      Stores.Contents inFiles,
      Stores.Contents now,
      List<String> notes,
      List<String> warnings)
      throws AuthException, StoreException {
    Set<AccessToken> ended = new HashSet<>();
    for (LoginNames target : targets) {
      String remote = target.remote();
      if (remote != null && now.trussrc().session(remote).isPresent()) {
        endSession(ActiveLogins.ofRemote(remote, now), "remote", ended, notes, warnings);
      } else if (remote != null && hasNoTokens(StoreKind.TRUSS, remote, now)) {
        warnings.add(notEnded("remote", remote, stores.keyring().remote(remote, inFiles)));
      }
      String profile = target.profile();
      if (profile != null && now.authJson().session(profile).isPresent()) {
        endSession(ActiveLogins.ofProfile(profile, now), "profile", ended, notes, warnings);
      } else if (profile != null && hasNoTokens(StoreKind.BASETEN, profile, now)) {
        warnings.add(notEnded("profile", profile, stores.keyring().profile(profile, inFiles)));
      }
    }
  }

  /** Whether the entry is a login by browser whose tokens could not be read. */
  private static boolean hasNoTokens(StoreKind store, String name, Stores.Contents now)
      throws StoreException {
    return switch (store) {
      case TRUSS ->
          now.trussrc().remote(name).filter(TrussRemote::oauth).isPresent()
              && now.trussrc().fixedToken(name).isEmpty()
              && now.trussrc().session(name).isEmpty();
      case BASETEN ->
          now.authJson().profile(name).filter(e -> e.authType().equals("oauth")).isPresent()
              && now.authJson().fixedToken(name).isEmpty()
              && now.authJson().session(name).isEmpty();
    };
  }

  private static String notEnded(String kind, String name, KeyringSecrets.Lookup lookup) {
    String why =
        switch (lookup.state()) {
          case ABSENT, NO_KEYRING, UNREADABLE -> lookup.problem();
          case BROKEN -> "the keyring's entry for it cannot be used";
          case FOUND, NOT_IN_KEYRING -> "its tokens are not in the file";
        };
    return notEnded(kind + " '" + Neutralizer.line(name) + "'", why);
  }

  private static String notEnded(String entry, String why) {
    return "the session of " + entry + " could not be ended at the server: " + why;
  }

  private void endSession(
      ActiveLogin login,
      String kind,
      Set<AccessToken> ended,
      List<String> notes,
      List<String> warnings)
      throws StoreException {
    String entry = kind + " '" + Neutralizer.line(login.name()) + "'";
    try {
      ActiveLogin fresh = refresh.fresh(login);
      if (!(fresh.credential() instanceof LoginCredential.Session session)) {
        warnings.add(notEnded(entry, "another login has replaced it"));
      } else if (ended.add(session.tokens().access())) {
        clients.endSession(fresh.url(), session.tokens().access());
        notes.add("Ended the session of " + entry + " at the server.");
      }
    } catch (AuthException | ApiException | TransportException e) {
      warnings.add(notEnded(entry, String.valueOf(e.getMessage())));
    }
  }

  private List<String> revoke(
      List<LoginNames> targets, Stores.Contents now, List<String> irrevocable)
      throws AuthException, StoreException, ApiException, TransportException {
    List<String> revoked = new ArrayList<>();
    for (LoginNames target : targets) {
      String remote = target.remote();
      if (remote != null && !hasNoTokens(StoreKind.TRUSS, remote, now)) {
        revoke(ActiveLogins.ofRemote(remote, now), "remote", revoked, irrevocable);
      }
      String profile = target.profile();
      if (profile != null && !hasNoTokens(StoreKind.BASETEN, profile, now)) {
        revoke(ActiveLogins.ofProfile(profile, now), "profile", revoked, irrevocable);
      }
    }
    return revoked;
  }

  private void revoke(
      ActiveLogin login, String kind, List<String> revoked, List<String> irrevocable)
      throws AuthException, ApiException, TransportException {
    if (login.credential() instanceof LoginCredential.Token token) {
      irrevocable.add(
          "The access token of "
              + kind
              + " '"
              + Neutralizer.line(login.name())
              + "' cannot be revoked; it ends at "
              + token.expires()
              + ".");
      return;
    }
    if (login.credential() instanceof LoginCredential.Session) {
      return;
    }
    ApiKey key = login.requireKey();
    if (key.prefix().isEmpty()) {
      throw AuthException.invalid(
          "the key of '"
              + Neutralizer.line(login.name())
              + "' has no prefix, so it cannot be revoked by it");
    }
    if (revoked.contains(key.prefix())) {
      return;
    }
    clients.open(login.url(), key).revokeApiKey(key.prefix());
    revoked.add(key.prefix());
  }
}
