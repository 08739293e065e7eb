package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Baseten API key. It never prints its value: {@link #toString} gives the prefix alone, and the
 * value leaves the object only through {@link #reveal}, which the stores and the transport call.
 *
 * <p>A key has the shape {@code PREFIX.SECRET}; the prefix is the text before the first dot and is
 * not secret. A key without a dot is accepted (the server decides), and then shows no prefix.
 */
public final class ApiKey implements Confidential {
  /** Far above every key seen (about 41 characters); it keeps a file given by mistake out. */
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

  /** Refuses what cannot stand in a header. */
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
   * As {@link #of}, and refuses what surely is {@linkplain NotAKey something else}.
   *
   * @throws InvalidKeyException for a text that is no key
   */
  public static ApiKey given(String text) throws InvalidKeyException {
    Optional<NotAKey> other = NotAKey.of(text);
    if (other.isPresent()) {
      throw new InvalidKeyException(other.get().predicate());
    }
    return of(text);
  }

  /** The key that a stored text is; nothing if there is no text, or one that can be no key. */
  public static Optional<ApiKey> stored(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(of(text));
    } catch (InvalidKeyException e) {
      return Optional.empty();
    }
  }

  /** The prefix of the key that a stored text is; empty if it is no key, or one without prefix. */
  public static String prefixOf(@Nullable String text) {
    return stored(text).map(ApiKey::prefix).orElse("");
  }

  /** The part before the first dot, or the empty string for a key without a dot. */
  public String prefix() {
    int dot = value.indexOf('.');
    return dot < 0 ? "" : value.substring(0, dot);
  }

  /** The key itself, for a store or a request header and nothing else. */
  @Override
  public String reveal() {
    return value;
  }

  /** Compares in time that depends on the lengths alone. */
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
