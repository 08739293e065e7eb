package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.key.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * The login that one tool finds here when the user chooses none.
 *
 * @param tool {@code truss}, {@code baseten} or {@code baseten-ci}
 * @param source the variable, or the entry and its file; empty if there is no login
 * @param failure why there is no login, as a sentence; null if there is one
 * @param url the remote URL as it is stored, or null
 * @param authType {@code api_key}, {@code oauth}, or what the store says
 * @param key the key; null for OAuth, for a secret in the keyring, and for text that is no key
 */
public record LoginView(
    String tool,
    String source,
    @Nullable String failure,
    @Nullable String url,
    String authType,
    @Nullable ApiKey key) {

  static LoginView failed(String tool, String sentence) {
    return new LoginView(tool, "", sentence, null, "", null);
  }
}
