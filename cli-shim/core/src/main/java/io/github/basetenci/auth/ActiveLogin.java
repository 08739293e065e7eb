package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.text.Neutralizer;
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
 * @param key the key, or null if the login has none here (an OAuth login, or a login in the
 *     keyring)
 */
public record ActiveLogin(
    KeySource source,
    String sourceName,
    @Nullable StoreKind store,
    String name,
    RemoteUrl url,
    String authType,
    @Nullable ApiKey key) {

  /** The key, for a command that needs a key. */
  public ApiKey requireKey() throws AuthException {
    ApiKey present = key;
    if (present == null) {
      throw AuthException.notLoggedIn(
          "'"
              + Neutralizer.line(name)
              + "' is a login of type "
              + Neutralizer.line(authType)
              + " whose key is not in the file; use the tool that made it, or log in with an API"
              + " key");
    }
    return present;
  }
}
