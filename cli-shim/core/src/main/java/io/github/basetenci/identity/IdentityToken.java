package io.github.basetenci.identity;

import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.InvalidKeyException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The token in which an identity provider, for example a CI system, states the identity of a job.
 * It is a JSON web token (RFC 7519) in its signed form (RFC 7515, section 7.1). {@code toString}
 * never shows the value; only the exchange uses {@link #reveal}.
 *
 * <p>This class does not check the signature; the server that has the provider's keys checks it. So
 * the {@link #claims} are not verified.
 */
public final class IdentityToken {
  /**
   * Real identity tokens have about 2,000 characters. The limit refuses a large file that was given
   * by mistake.
   */
  public static final int MAX_LENGTH = 65_536;

  private static final int PARTS = 3;

  private final String value;
  private final Claims claims;

  private IdentityToken(String value, Claims claims) {
    this.value = value;
    this.claims = claims;
  }

  /**
   * Reads a token.
   *
   * @param text the token, without surrounding blanks
   * @throws InvalidIdentityTokenException if the text is empty, is too long, or does not consist of
   *     three parts of base64url with dots between them, or if the second part is no JSON object
   */
  public static IdentityToken of(String text) throws InvalidIdentityTokenException {
    if (text.isEmpty()) {
      throw new InvalidIdentityTokenException("is empty");
    }
    if (text.length() > MAX_LENGTH) {
      throw new InvalidIdentityTokenException("is longer than " + MAX_LENGTH + " characters");
    }
    String[] parts = text.split("\\.", -1);
    if (parts.length != PARTS || !isBase64Url(parts)) {
      throw new InvalidIdentityTokenException(
          "is no JSON web token, which is three words of letters, digits, '-' and '_' with dots"
              + " between them");
    }
    return new IdentityToken(text, Claims.decode(parts[1]));
  }

  private static boolean isBase64Url(String[] parts) {
    for (String part : parts) {
      if (part.isEmpty() || !part.chars().allMatch(IdentityToken::isBase64Url)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBase64Url(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** The claims of the token about the job. They are not verified. */
  public Claims claims() {
    return claims;
  }

  /** The token itself, only for the exchange. */
  public String reveal() {
    return value;
  }

  /** The token as a secret that a request can carry and a masker can hide. */
  public ForeignToken confidential() {
    try {
      return ForeignToken.of(value);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("what is base64url can be sent", e);
    }
  }

  /** Compares in a time that depends only on the lengths. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IdentityToken that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            that.value.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int hashCode() {
    return claims.hashCode();
  }

  /** Only the kind of the token. */
  @Override
  public String toString() {
    return "identity token";
  }
}
