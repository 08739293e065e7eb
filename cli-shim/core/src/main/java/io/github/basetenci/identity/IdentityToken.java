package io.github.basetenci.identity;

import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.InvalidKeyException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The token by which an identity provider, such as that of a CI system, says who a job is: a JSON
 * web token (RFC 7519) in its signed form (RFC 7515, section 7.1). It never prints its value;
 * {@link #reveal} is for the exchange alone.
 *
 * <p>Nothing here checks the signature: whoever has the provider's keys does. So the {@link
 * #claims} tell what the token says, not what is true.
 */
public final class IdentityToken {
  /** Identity tokens seen have about 2,000 characters; this keeps a file given by mistake out. */
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
   * @throws InvalidIdentityTokenException if the text is empty, too long, or does not consist of
   *     three parts of base64url with dots between them, of which the second is a JSON object
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

  /** What the token says of the job; nobody has checked it. */
  public Claims claims() {
    return claims;
  }

  /** The token itself, for the exchange and nothing else. */
  public String reveal() {
    return value;
  }

  /** The token as what is sent, and what a masker hides. */
  public ForeignToken confidential() {
    try {
      return ForeignToken.of(value);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("what is base64url can be sent", e);
    }
  }

  /** Compares in time that depends on the lengths alone. */
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

  /** The kind alone. */
  @Override
  public String toString() {
    return "identity token";
  }
}
