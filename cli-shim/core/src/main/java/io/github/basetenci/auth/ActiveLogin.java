package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.text.Neutralizer;
import org.jspecify.annotations.Nullable;

/**
 * The login that a command uses.
 *
 * @param source which source won
 * @param sourceName how messages show it
 * @param store the store it was read from, or null for a key from outside the stores
 * @param name the profile or remote, or the empty string for a key from outside the stores
 * @param url where it belongs
 * @param authType {@code api_key}, {@code oauth}, or what the file says
 * @param key the key, or null when the login holds none (an OAuth login, or one in the keyring)
 */
public record ActiveLogin(
    KeySource source,
    String sourceName,
    @Nullable StoreKind store,
    String name,
    RemoteUrl url,
    String authType,
    @Nullable ApiKey key) {

  /** The key, for a command that cannot do without. */
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
