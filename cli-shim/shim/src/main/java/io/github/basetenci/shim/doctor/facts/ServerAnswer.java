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
 * @param tools the tools whose login was tried; none for a question without a key
 * @param base the address that was asked
 * @param proxy the proxy in between as {@code host:port}, or null
 * @param key the key that was sent, or null
 * @param status the HTTP status, or 0 without an answer of Baseten
 * @param failure why there was no such answer, as a sentence, or null
 * @param clockAhead how far our clock is ahead of the server's, negative if behind; null if the
 *     server told no time
 * @param type what the key may do, or null if the server does not say
 */
public record ServerAnswer(
    List<String> tools,
    URI base,
    @Nullable String proxy,
    @Nullable ApiKey key,
    int status,
    @Nullable String failure,
    @Nullable Duration clockAhead,
    @Nullable ApiKeyType type) {
  public ServerAnswer {
    tools = List.copyOf(tools);
  }

  /** Whether it is a management API that answered, whatever it thinks of the key. */
  public boolean isHealthy() {
    return status == 200 || status == 401 || status == 403;
  }
}
