package io.github.basetenci.key;

/**
 * A text that no output may contain: an API key or a token of Baseten, or a token of another
 * service. {@link Masker} hides such texts.
 */
public sealed interface Confidential permits ApiKey, AccessToken, OAuthGrant, ForeignToken {
  /** The text itself. Only a store or a request header may use it. */
  String reveal();

  /** The part that may be shown and names the key on the server; empty for a token. */
  default String prefix() {
    return "";
  }
}
