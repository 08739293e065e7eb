package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Baseten API key. A key never prints its value: {@link #toString} gives only the prefix. The
 * value leaves the object only through {@link #reveal}, which the stores and the transport call.
 *
 * <p>A key has the shape {@code PREFIX.SECRET}; the prefix is the text before the first dot and is
 * not secret. A key without a dot is accepted, because only the server can decide whether it is
 * valid; such a key has no prefix.
 */
public final class ApiKey implements Confidential {
  /**
   * The longest key accepted, in characters. Known keys have 41 or 45 characters. The limit refuses
   * a file that was given by mistake.
   */
  static final int MAX_LENGTH = 4096;

  private final String value;

  private ApiKey(String value) {
    this.value = value;
  }

  /**
   * Reads a key from text.
   *
   * @param text the key, without surrounding blanks
   * @throws InvalidKeyException if the text is empty, too long, or holds anything but visible ASCII
   */
  public static ApiKey of(String text) throws InvalidKeyException {
    checkText(text, MAX_LENGTH);
    return new ApiKey(text);
  }

  /** Refuses a text that cannot be sent in a header. */
  static void checkText(String text, int maxLength) throws InvalidKeyException {
    if (text.isEmpty()) {
      throw new InvalidKeyException("is empty");
    }
    if (text.length() > maxLength) {
      throw new InvalidKeyException("is longer than " + maxLength + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        throw new InvalidKeyException("contains a line break");
      }
      if (c == ' ' || c == '\t') {
        throw new InvalidKeyException("contains a blank");
      }
      if (c < 0x21 || c > 0x7e) {
        throw new InvalidKeyException(
            "contains a character outside visible ASCII at position " + (i + 1));
      }
    }
  }

  /**
   * Reads a key as {@link #of} does, and also refuses a text that is certainly {@linkplain NotAKey
   * something else}.
   *
   * @throws InvalidKeyException if the text is not a key
   */
  public static ApiKey given(String text) throws InvalidKeyException {
    Optional<NotAKey> other = NotAKey.of(text);
    if (other.isPresent()) {
      throw new InvalidKeyException(other.get().predicate());
    }
    return of(text);
  }

  /** The stored text as a key; empty if the text is null or cannot be a key. */
  public static Optional<ApiKey> stored(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(of(text));
    } catch (InvalidKeyException e) {
      return Optional.empty();
    }
  }

  /**
   * The prefix of the key in a stored text; the empty string if the text is not a key or the key
   * has no prefix.
   */
  public static String prefixOf(@Nullable String text) {
    return stored(text).map(ApiKey::prefix).orElse("");
  }

  /** The part before the first dot, or the empty string for a key without a dot. */
  @Override
  public String prefix() {
    int dot = value.indexOf('.');
    return dot < 0 ? "" : value.substring(0, dot);
  }

  /** The key itself, for a store or a request header and nothing else. */
  @Override
  public String reveal() {
    return value;
  }

  /** The time of the comparison depends only on the lengths of the two keys. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ApiKey that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII),
            that.value.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int hashCode() {
    return prefix().hashCode();
  }

  /** {@code PREFIX****}, the form in which the official command shows a key. */
  @Override
  public String toString() {
    return prefix() + "****";
  }
}
