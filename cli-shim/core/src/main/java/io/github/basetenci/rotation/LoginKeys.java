package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys that the logins of this machine hold.
 *
 * @param keys the keys by the names of their logins, which have the form of a target's name
 * @param unsearched the logins whose key is in a keyring that could not be read; the value is a
 *     clause that says why
 */
public record LoginKeys(Map<String, ApiKey> keys, Map<String, String> unsearched) {
  /** No login at all. */
  public static final LoginKeys NONE = new LoginKeys(Map.of(), Map.of());

  public LoginKeys {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    unsearched = Collections.unmodifiableMap(new LinkedHashMap<>(unsearched));
  }
}
