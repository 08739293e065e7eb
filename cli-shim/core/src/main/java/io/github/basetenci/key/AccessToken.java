package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * An access token of Baseten, for which an identity token was exchanged. It lives an hour at most.
 * Its form is not documented, so no part of it is known to be public.
 */
public final class AccessToken implements Confidential {
  /** Far above what a header takes; it keeps an answer of another kind out. */
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

  @Override
  public String reveal() {
    return value;
  }

  /** Compares in time that depends on the lengths alone. */
  @Override
  public boolean equals(Object other) {
    return other instanceof AccessToken that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            that.value.getBytes(StandardCharsets.US_ASCII));
  }

  /** The same for all tokens, so that it tells nothing of one. */
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
