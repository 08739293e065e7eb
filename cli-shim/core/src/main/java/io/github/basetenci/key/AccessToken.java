package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * An access token of Baseten, which Baseten gives in exchange for an identity token, or to a login
 * by browser. The token ends by itself. The form of access tokens is not documented, so no part of
 * a token is known to be public.
 */
public final class AccessToken implements Confidential {
  /**
   * The longest text accepted, in characters: far more than a header can hold. The limit refuses an
   * answer that is no token.
   */
  static final int MAX_LENGTH = 65_536;

  private final String value;

  private AccessToken(String value) {
    this.value = value;
  }

  /**
   * Reads a token from text.
   *
   * @param text the token, without surrounding blanks
   * @throws InvalidKeyException if the text is empty, too long, or holds anything but visible ASCII
   */
  public static AccessToken of(String text) throws InvalidKeyException {
    ApiKey.checkText(text, MAX_LENGTH);
    return new AccessToken(text);
  }

  /** The token in a text that was stored; empty if the text cannot be a token. */
  public static Optional<AccessToken> stored(String text) {
    try {
      return Optional.of(of(text));
    } catch (InvalidKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public String reveal() {
    return value;
  }

  /** The time of the comparison depends only on the lengths of the two tokens. */
  @Override
  public boolean equals(Object other) {
    return other instanceof AccessToken that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            that.value.getBytes(StandardCharsets.US_ASCII));
  }

  /** All tokens have one hash code, so the hash code reveals nothing about a token. */
  @Override
  public int hashCode() {
    return AccessToken.class.hashCode();
  }

  /** {@code ****}. */
  @Override
  public String toString() {
    return Masker.MASK;
  }
}
