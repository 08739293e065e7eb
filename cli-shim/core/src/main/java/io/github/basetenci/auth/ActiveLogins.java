package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the login to use: a named one, else a key from the environment, else {@code
 * BASETEN_PROFILE}, the current profile, the only remote of the trussrc. A stored key goes to the
 * URL it was stored with, always.
 */
public final class ActiveLogins {
  private final Environment environment;
  private final GivenKeys givenKeys;

  public ActiveLogins(Environment environment, GivenKeys givenKeys) {
    this.environment = environment;
    this.givenKeys = givenKeys;
  }

  /**
   * @param profile the profile the caller named, or null
   * @param remote the remote the caller named, or null
   * @throws AuthException if nothing fits, or the source that wins is unusable
   */
  public ActiveLogin find(@Nullable String profile, @Nullable String remote, Stores.Contents stores)
      throws AuthException, StoreException {
    Explanation.Builder table = new Explanation.Builder();
    boolean named = profile != null || remote != null;
    table.add("--profile", profile != null);
    table.add("--remote", profile == null && remote != null);
    Optional<GivenKey> given = named ? Optional.empty() : givenKeys.find(null);
    // A broken source below a named login does not matter: it is not asked.
    given.ifPresentOrElse(
        key -> key.explanation().rows().stream().skip(1).forEach(row -> copy(row, table)),
        () -> addEnvironment(table));

    String fromVariable = environment.get(Environment.PROFILE).orElse(null);
    table.add(Environment.PROFILE, fromVariable != null);
    String current = stores.authJson().current().orElse(null);
    table.add(KeySource.CURRENT_PROFILE.label(), current != null);
    List<String> remotes = stores.trussrc().remotes();
    boolean only = remotes.size() == 1;
    table.add(
        KeySource.ONLY_REMOTE.label(), only, only ? "" : remotes.size() + " remotes are stored");
    Explanation explanation = table.build();

    if (profile != null) {
      return profile(stores, profile, KeySource.EXPLICIT, "--profile", explanation);
    }
    if (remote != null) {
      return remote(stores, remote, KeySource.EXPLICIT, "--remote", explanation);
    }
    if (given.isPresent()) {
      return given(given.get(), explanation);
    }
    if (fromVariable != null) {
      return profile(
          stores, fromVariable, KeySource.PROFILE_VARIABLE, Environment.PROFILE, explanation);
    }
    if (current != null) {
      return profile(
          stores,
          current,
          KeySource.CURRENT_PROFILE,
          KeySource.CURRENT_PROFILE.label(),
          explanation);
    }
    if (only) {
      return remote(
          stores,
          remotes.get(0),
          KeySource.ONLY_REMOTE,
          KeySource.ONLY_REMOTE.label(),
          explanation);
    }
    if (remotes.size() > 1) {
      throw AuthException.usage(
          "several remotes are stored ("
              + Neutralizer.line(String.join(", ", remotes))
              + "); name one with --remote");
    }
    throw AuthException.notLoggedIn(
        "not logged in; run 'baseten-ci auth login' or set " + Environment.API_KEY);
  }

  /** The named profile, whatever the environment says. */
  static ActiveLogin ofProfile(String name, Stores.Contents stores) throws AuthException {
    return profile(stores, name, KeySource.EXPLICIT, "--profile", new Explanation(List.of()));
  }

  /** The named remote, whatever the environment says. */
  static ActiveLogin ofRemote(String name, Stores.Contents stores)
      throws AuthException, StoreException {
    return remote(stores, name, KeySource.EXPLICIT, "--remote", new Explanation(List.of()));
  }

  private static void copy(Explanation.Row row, Explanation.Builder table) {
    table.add(row.source(), row.state() != Explanation.State.UNSET, row.detail());
  }

  private void addEnvironment(Explanation.Builder table) {
    table.add(Environment.API_KEY, environment.has(Environment.API_KEY));
    table.add(
        KeySource.TRUSS_PAIR.label(),
        environment.has(Environment.TRUSS_API_KEY)
            && environment.has(Environment.TRUSS_REMOTE_URL));
    table.add(Environment.API_KEY_FILE, environment.has(Environment.API_KEY_FILE));
  }

  private ActiveLogin given(GivenKey given, Explanation explanation) throws AuthException {
    RemoteUrl url = RemoteUrls.ofGiven(null, given, environment).orElse(RemoteUrl.DEFAULT);
    return new ActiveLogin(
        given.source(), given.sourceName(), null, "", url, "api_key", given.key(), explanation);
  }

  private static ActiveLogin profile(
      Stores.Contents stores,
      String name,
      KeySource source,
      String sourceName,
      Explanation explanation)
      throws AuthException {
    Optional<AuthProfile> found = stores.authJson().profile(name);
    if (found.isEmpty()) {
      throw AuthException.notLoggedIn(
          "profile '"
              + Neutralizer.line(name)
              + "' (from "
              + sourceName
              + ") not found; run 'baseten-ci auth login --profile "
              + Neutralizer.line(name)
              + "'");
    }
    AuthProfile profile = found.get();
    String where = "profile '" + Neutralizer.line(name) + "'";
    return new ActiveLogin(
        source,
        sourceName,
        StoreKind.BASETEN,
        name,
        RemoteUrls.parse(where, profile.remoteUrl()),
        profile.authType(),
        key(where, profile.apiKey()),
        explanation);
  }

  private static ActiveLogin remote(
      Stores.Contents stores,
      String name,
      KeySource source,
      String sourceName,
      Explanation explanation)
      throws AuthException, StoreException {
    Optional<TrussRemote> found = stores.trussrc().remote(name);
    if (found.isEmpty()) {
      throw AuthException.notLoggedIn(
          "remote '"
              + Neutralizer.line(name)
              + "' (from "
              + sourceName
              + ") not found in the trussrc; run 'baseten-ci auth login --remote "
              + Neutralizer.line(name)
              + "'");
    }
    TrussRemote remote = found.get();
    String where = "remote '" + Neutralizer.line(name) + "'";
    String url = remote.remoteUrl();
    if (url == null) {
      throw AuthException.invalid(
          where
              + " has no remote_url, without which truss cannot use it; log in again, or add"
              + " remote_url = "
              + RemoteUrl.DEFAULT);
    }
    return new ActiveLogin(
        source,
        sourceName,
        StoreKind.TRUSS,
        name,
        RemoteUrls.parse(where, url),
        remote.oauth() ? "oauth" : "api_key",
        key(where, remote.apiKey()),
        explanation);
  }

  private static @Nullable ApiKey key(String where, @Nullable String stored) throws AuthException {
    return stored == null || stored.isEmpty() ? null : GivenKeys.parseStored(where, stored);
  }
}
