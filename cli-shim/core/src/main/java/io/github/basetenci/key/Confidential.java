package io.github.basetenci.key;

/**
 * A text that no output may hold, which {@link Masker} therefore hides: an API key or an access
 * token of Baseten, or a token of another service.
 */
public sealed interface Confidential permits ApiKey, AccessToken, ForeignToken {
  /** The text itself, for a store or a request header and nothing else. */
  String reveal();
}
