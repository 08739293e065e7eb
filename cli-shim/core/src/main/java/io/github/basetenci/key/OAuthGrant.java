package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A text that the OAuth flow exchanges for an access token: the refresh token of a login by
 * browser, or the device code of such a login while its user has not confirmed it. Baseten gives a
 * new refresh token with each access token, and the old one is worthless then.
 */
public final class OAuthGrant implements Confidential {
  /** The longest text accepted, in characters. The limit refuses an answer that is no token. */
  static final int MAX_LENGTH = 65_536;

  private final String value;

  private OAuthGrant(String value) {
    this.value = value;
  }

  /**
   * Reads a grant from text.
   *
   * @param text the grant, without surrounding blanks
   * @throws InvalidKeyException if the text is empty, too long, or holds anything but visible ASCII
   */
  public static OAuthGrant of(String text) throws InvalidKeyException {
    ApiKey.checkText(text, MAX_LENGTH);
    return new OAuthGrant(text);
  }

  /** The grant in a text that was stored; empty if the text cannot be a grant. */
  public static Optional<OAuthGrant> stored(String text) {
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

  /** The time of the comparison depends only on the lengths of the two texts. */
  @Override
  public boolean equals(Object other) {
    return other instanceof OAuthGrant that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            that.value.getBytes(StandardCharsets.US_ASCII));
  }

  /** All grants have one hash code, so the hash code reveals nothing about a grant. */
  @Override
  public int hashCode() {
    return OAuthGrant.class.hashCode();
  }

  /** {@code ****}. */
  @Override
  public String toString() {
    return Masker.MASK;
  }
}
