package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.OAuthTokens;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import io.github.basetenci.text.Situation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the login to use. The sources in their order are: a named login, a key from the
 * environment, {@code BASETEN_PROFILE}, the current profile, and the only remote of the trussrc. A
 * stored key is sent only to the URL that is stored with it.
 */
public final class ActiveLogins {
  private final Environment environment;
  private final GivenKeys givenKeys;
  private final SourceNames names;

  /**
   * @param environment the variables
   * @param givenKeys the sources of a key outside the stores
   * @param names what the front end calls its options
   */
  public ActiveLogins(Environment environment, GivenKeys givenKeys, SourceNames names) {
    this.environment = environment;
    this.givenKeys = givenKeys;
    this.names = names;
  }

  /**
   * Finds the login as {@link #find(String, String, Stores.Contents)} does, but does not read the
   * stores if the environment gives the key. A job with such a key needs no home directory and no
   * valid files.
   */
  public ActiveLogin find(@Nullable String profile, @Nullable String remote, Stores stores)
      throws AuthException, StoreException {
    if (profile == null && remote == null) {
      Optional<GivenKey> given = givenKeys.find(null);
      if (given.isPresent()) {
        return given(given.get());
      }
    }
    return find(profile, remote, stores.read(), stores);
  }

  /**
   * Finds the login as {@link #find(String, String, Stores.Contents)} does, and looks into the
   * keyring for a secret that is not in the file.
   *
   * @param contents what the stores contain
   * @throws AuthException also if the tool keeps the secret in the keyring, and it cannot be read
   */
  public ActiveLogin find(
      @Nullable String profile, @Nullable String remote, Stores.Contents contents, Stores stores)
      throws AuthException, StoreException {
    ActiveLogin login = find(profile, remote, contents);
    return login.credential() == null ? withSecret(login, contents, stores.keyring()) : login;
  }

  private static ActiveLogin withSecret(
      ActiveLogin login, Stores.Contents contents, KeyringSecrets keyring)
      throws AuthException, StoreException {
    boolean truss = login.store() == StoreKind.TRUSS;
    KeyringSecrets.Lookup lookup =
        truss ? keyring.remote(login.name(), contents) : keyring.profile(login.name(), contents);
    return switch (lookup.state()) {
      case NOT_IN_KEYRING, NO_KEYRING -> login;
      case FOUND ->
          truss
              ? remote(lookup.contents(), login.name(), login.source(), login.sourceName())
              : profile(lookup.contents(), login.name(), login.source(), login.sourceName());
      case BROKEN -> throw AuthException.notLoggedIn(lookup.problem());
      case ABSENT, UNREADABLE ->
          throw AuthException.notLoggedIn(
              (truss ? "remote '" : "profile '")
                  + Neutralizer.line(login.name())
                  + "' has its secret in the system keyring, but "
                  + lookup.problem()
                  + (lookup.state() == KeyringSecrets.State.ABSENT
                      ? "; log in again"
                      : "; unlock or start the keyring, or log in with an API key"));
    };
  }

  /**
   * @param profile the profile that the caller named, or null
   * @param remote the remote that the caller named, or null
   * @throws AuthException if no source has a login, or if the first source that has one is unusable
   */
  public ActiveLogin find(@Nullable String profile, @Nullable String remote, Stores.Contents stores)
      throws AuthException, StoreException {
    boolean named = profile != null || remote != null;
    // If the caller names a login, an unusable other source does not matter, because it is not
    // read.
    Optional<GivenKey> given = named ? Optional.empty() : givenKeys.find(null);
    String fromVariable = environment.get(Environment.PROFILE).orElse(null);
    String current = stores.authJson().current().orElse(null);
    List<String> remotes = stores.trussrc().remotes();
    if (profile != null) {
      return profile(stores, profile, KeySource.EXPLICIT, names.profile());
    }
    if (remote != null) {
      return remote(stores, remote, KeySource.EXPLICIT, names.remote());
    }
    if (given.isPresent()) {
      return given(given.get());
    }
    if (fromVariable != null) {
      return profile(stores, fromVariable, KeySource.PROFILE_VARIABLE, Environment.PROFILE);
    }
    if (current != null) {
      return profile(stores, current, KeySource.CURRENT_PROFILE, KeySource.CURRENT_PROFILE.label());
    }
    if (remotes.size() == 1) {
      return remote(stores, remotes.get(0), KeySource.ONLY_REMOTE, KeySource.ONLY_REMOTE.label());
    }
    if (remotes.size() > 1) {
      throw AuthException.usage(
          "several remotes are stored (" + Neutralizer.line(String.join(", ", remotes)) + ")",
          Situation.REMOTE_NOT_CHOSEN,
          "");
    }
    throw AuthException.notLoggedIn("not logged in", Situation.NOT_LOGGED_IN, "");
  }

  /**
   * Every source in its order, even if the source in use is unusable. Only the environment and the
   * given files are read.
   */
  public Explanation explain(
      @Nullable String profile, @Nullable String remote, Stores.Contents stores) {
    Explanation.Builder table = new Explanation.Builder();
    table.add(names.profile(), profile != null);
    table.add(names.remote(), remote != null);
    table.add(Environment.API_KEY, environment.has(Environment.API_KEY));
    TrussPair pair = TrussPair.of(environment);
    table.add(
        KeySource.TRUSS_PAIR.label(),
        pair.isUsed(),
        pair.isHalf() ? pair.missing() + " is missing" : "");
    table.add(Environment.API_KEY_FILE, environment.has(Environment.API_KEY_FILE));
    table.add(Environment.PROFILE, environment.has(Environment.PROFILE));
    table.add(KeySource.CURRENT_PROFILE.label(), stores.authJson().current().isPresent());
    int remotes = stores.trussrc().remotes().size();
    table.add(
        KeySource.ONLY_REMOTE.label(),
        remotes == 1,
        remotes == 1 ? "" : remotes + " remotes are stored");
    return table.build();
  }

  /** The login of the named profile, whatever the environment contains. */
  static ActiveLogin ofProfile(String name, Stores.Contents stores) throws AuthException {
    return profile(stores, name, KeySource.EXPLICIT, KeySource.EXPLICIT.label());
  }

  /** The login of the named remote, whatever the environment contains. */
  static ActiveLogin ofRemote(String name, Stores.Contents stores)
      throws AuthException, StoreException {
    return remote(stores, name, KeySource.EXPLICIT, KeySource.EXPLICIT.label());
  }

  private ActiveLogin given(GivenKey given) throws AuthException {
    RemoteUrl url = RemoteUrls.ofGiven(names, null, given, environment).orElse(RemoteUrl.DEFAULT);
    return new ActiveLogin(
        given.source(),
        given.sourceName(),
        null,
        "",
        url,
        "api_key",
        new LoginCredential.Key(given.key()));
  }

  private static ActiveLogin profile(
      Stores.Contents stores, String name, KeySource source, String sourceName)
      throws AuthException {
    Optional<AuthProfile> found = stores.authJson().profile(name);
    String shown = Neutralizer.line(name);
    String where = "profile '" + shown + "'";
    if (found.isEmpty()) {
      throw AuthException.notLoggedIn(
          where + " (from " + sourceName + ") not found", Situation.PROFILE_NOT_STORED, shown);
    }
    AuthProfile profile = found.get();
    return new ActiveLogin(
        source,
        sourceName,
        StoreKind.BASETEN,
        name,
        RemoteUrls.parse(where, profile.remoteUrl()),
        profile.authType(),
        credential(
            where,
            profile.apiKey(),
            stores.authJson().fixedToken(name),
            stores.authJson().oauth(name),
            stores.authJson().session(name)));
  }

  private static ActiveLogin remote(
      Stores.Contents stores, String name, KeySource source, String sourceName)
      throws AuthException, StoreException {
    Optional<TrussRemote> found = stores.trussrc().remote(name);
    String shown = Neutralizer.line(name);
    String where = "remote '" + shown + "'";
    if (found.isEmpty()) {
      throw AuthException.notLoggedIn(
          where + " (from " + sourceName + ") not found in the trussrc",
          Situation.REMOTE_NOT_STORED,
          shown);
    }
    TrussRemote remote = found.get();
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
        credential(
            where,
            remote.apiKey(),
            stores.trussrc().fixedToken(name),
            stores.trussrc().oauth(name),
            stores.trussrc().session(name)));
  }

  private static @Nullable LoginCredential credential(
      String where,
      @Nullable String key,
      Optional<AccessToken> token,
      Optional<OAuthTokens> tokens,
      Optional<OAuthSession> session)
      throws AuthException {
    if (key != null && !key.isEmpty()) {
      return new LoginCredential.Key(GivenKeys.parseStored(where, key));
    }
    if (session.isPresent()) {
      return new LoginCredential.Session(session.get());
    }
    Optional<Instant> expires = tokens.flatMap(OAuthTokens::expires);
    return token.isPresent() && expires.isPresent()
        ? new LoginCredential.Token(token.get(), expires.get())
        : null;
  }
}
