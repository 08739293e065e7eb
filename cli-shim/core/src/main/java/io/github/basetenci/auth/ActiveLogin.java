package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.text.Neutralizer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The login that a command uses.
 *
 * @param source the source of the login
 * @param sourceName the name of the source in messages
 * @param store the store that the login was read from, or null for a key from outside the stores
 * @param name the profile or remote, or the empty string for a key from outside the stores
 * @param url the URL to which the key belongs
 * @param authType {@code api_key}, {@code oauth}, or what the file says
 * @param credential the key, an access token that no tool renews, or the tokens of a login by
 *     browser; null if the login has none here (a login in the keyring)
 */
public record ActiveLogin(
    KeySource source,
    String sourceName,
    @Nullable StoreKind store,
    String name,
    RemoteUrl url,
    String authType,
    @Nullable LoginCredential credential) {

  /** A copy of this login with another credential. */
  ActiveLogin with(LoginCredential other) {
    return new ActiveLogin(source, sourceName, store, name, url, authType, other);
  }

  /** The key; null if the login has none. */
  public @Nullable ApiKey key() {
    return credential instanceof LoginCredential.Key present ? present.key() : null;
  }

  /** The key, for a command that needs a key. */
  public ApiKey requireKey() throws AuthException {
    ApiKey present = key();
    if (present == null && credential != null) {
      throw AuthException.invalid(
          "'"
              + Neutralizer.line(name)
              + "' is a login with an access token, and this needs an API key");
    }
    if (present == null) {
      throw missing();
    }
    return present;
  }

  /**
   * The key or the access token, for a command that needs either. The tokens of a login by browser
   * may have to be renewed first, by {@link OAuthRefresh}.
   *
   * @param now the current time
   * @throws AuthException if the login has neither here, or if the access token has ended
   */
  public LoginCredential require(Instant now) throws AuthException {
    LoginCredential present = credential;
    if (present == null) {
      throw missing();
    }
    if (present instanceof LoginCredential.Token token && !now.isBefore(token.expires())) {
      throw AuthException.notLoggedIn(
          ended(
              (store == StoreKind.TRUSS ? "remote '" : "profile '") + name + "'", token.expires()));
    }
    return present;
  }

  /** Says that an access token has ended. */
  static String ended(String entry, Instant end) {
    return "the access token of "
        + Neutralizer.line(entry)
        + " ended at "
        + end
        + " and cannot be renewed; log in again";
  }

  private AuthException missing() {
    return AuthException.notLoggedIn(
        "'"
            + Neutralizer.line(name)
            + "' is a login of type "
            + Neutralizer.line(authType)
            + " whose key is not in the file; use the tool that made it, or log in with an API"
            + " key");
  }
}
