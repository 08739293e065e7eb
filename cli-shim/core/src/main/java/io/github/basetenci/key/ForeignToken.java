package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A token of another service, such as GitHub, Jenkins or the identity provider of a job. It is as
 * secret as an {@link ApiKey}. It has no prefix that may be shown. Of all of them only an identity
 * token is sent to Baseten, and only to be exchanged.
 */
public final class ForeignToken implements Confidential {
  /** Tokens of some identity providers list the groups of a user. */
  static final int MAX_LENGTH = 65_536;

  private final String value;

  private ForeignToken(String value) {
    this.value = value;
  }

  /**
   * Reads a token from text.
   *
   * @param text the token, without surrounding blanks
   * @throws InvalidKeyException if the text is empty, too long, or holds anything but visible ASCII
   */
  public static ForeignToken of(String text) throws InvalidKeyException {
    ApiKey.checkText(text, MAX_LENGTH);
    return new ForeignToken(text);
  }

  @Override
  public String reveal() {
    return value;
  }

  /** Compares in time that depends on the lengths alone. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ForeignToken that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            that.value.getBytes(StandardCharsets.US_ASCII));
  }

  /** The same for all tokens, so that it tells nothing of one. */
  @Override
  public int hashCode() {
    return ForeignToken.class.hashCode();
  }

  /** {@code ****}: no part of a foreign token is known to be public. */
  @Override
  public String toString() {
    return Masker.MASK;
  }
}
