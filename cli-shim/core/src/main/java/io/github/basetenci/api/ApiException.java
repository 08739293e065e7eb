package io.github.basetenci.api;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The management API refused a request, its answer cannot be understood, or another server, such as
 * a proxy, answered. The message is one sentence. Text of the server in the message is neutralised
 * and masked.
 */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int NOT_FOUND = 404;

  private final int status;
  private final @Nullable String code;
  private final String serverMessage;
  private final @Nullable Duration retryAfter;
  private final String key;
  private final boolean ofToken;

  ApiException(
      String message,
      int status,
      @Nullable String code,
      String serverMessage,
      @Nullable Duration retryAfter,
      @Nullable Confidential key) {
    super(message);
    this.key = key == null ? "" : key.toString();
    this.ofToken = !(key instanceof ApiKey);
    this.status = status;
    this.code = code;
    this.serverMessage = serverMessage;
    this.retryAfter = retryAfter;
  }

  /**
   * The HTTP status. It is below 300 when a success could not be understood. It is 0 when the
   * answer did not come from the API, because only the API can say that a key is refused (401),
   * that a key is valid but lacks rights (403), or that something does not exist (404).
   */
  public int status() {
    return status;
  }

  /** Whether the API says that the requested thing does not exist (HTTP 404). */
  public boolean isNotFound() {
    return status == NOT_FOUND;
  }

  /** The server's error code, neutralised, or null. */
  public @Nullable String code() {
    return code;
  }

  /** The server's message on one line, neutralised and masked; empty if there is none. */
  public String serverMessage() {
    return serverMessage;
  }

  /**
   * The key that was sent, as messages show it: {@code PREFIX****}, {@code ****} for a token, or
   * the empty string for a request that needs none.
   */
  public String key() {
    return key;
  }

  /** Whether a token was sent, and no key. */
  public boolean isOfToken() {
    return ofToken;
  }

  /** How long the server asks to wait, or null. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Whether a request that changes something may have changed it despite this answer. */
  public boolean mayHaveTakenEffect() {
    return status < 300 || status >= 500;
  }
}
