package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A token of another service, such as GitHub, Jenkins or the identity provider of a job. A foreign
 * token is as secret as an {@link ApiKey} and has no prefix that may be shown. The only foreign
 * token that is ever sent to Baseten is an identity token, which Baseten exchanges for an access
 * token.
 */
public final class ForeignToken implements Confidential {
  /**
   * The longest token accepted, in characters. The limit is high because some identity providers
   * list the groups of a user in the token.
   */
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

  /** The time of the comparison depends only on the lengths of the two tokens. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ForeignToken that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            that.value.getBytes(StandardCharsets.US_ASCII));
  }

  /** All tokens have one hash code, so the hash code reveals nothing about a token. */
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
