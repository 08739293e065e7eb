package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.key.ApiKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a management API said to {@code GET /v1/users/me}.
 *
 * @param question what was asked
 * @param status the HTTP status, or 0 without an answer of Baseten
 * @param failure why there was no answer from Baseten, as a sentence, or null
 * @param clockAhead how far our clock is ahead of the server's clock; negative if our clock is
 *     behind, null if the server told no time
 * @param type what the key may do, or null if the server does not say
 */
public record ServerAnswer(
    Question question,
    int status,
    @Nullable String failure,
    @Nullable Duration clockAhead,
    @Nullable ApiKeyType type) {
  /**
   * A question to a server.
   *
   * @param tools the tools whose login was tried; empty for a question without a key
   * @param base the address that was asked
   * @param proxy the proxy in between as {@code host:port}, or null
   * @param key the key that was sent, or null
   */
  public record Question(
      List<String> tools, URI base, @Nullable String proxy, @Nullable ApiKey key) {
    public Question {
      tools = List.copyOf(tools);
    }

    Question through(@Nullable String way) {
      return new Question(tools, base, way, key);
    }
  }

  static ServerAnswer none(Question question, String failure) {
    return new ServerAnswer(question, 0, failure, null, null);
  }

  /** The tools whose login was tried; empty for a question without a key. */
  public List<String> tools() {
    return question.tools();
  }

  /** The address that was asked. */
  public URI base() {
    return question.base();
  }

  /** The proxy in between as {@code host:port}, or null. */
  public @Nullable String proxy() {
    return question.proxy();
  }

  /** The key that was sent, or null. */
  public @Nullable ApiKey key() {
    return question.key();
  }

  /** Whether a management API answered, even if it refused the key. */
  public boolean isHealthy() {
    return status == 200 || status == 401 || status == 403;
  }
}
