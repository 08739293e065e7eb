package io.github.basetenci.keys;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.Patience;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The creation of one key. Only the answer to the request has the text of the key, and a key can be
 * created although the answer is lost. In that case the caller finds it by its name and revokes it,
 * and the request may be sent once again:
 *
 * <pre>{@code
 * do {
 *   Optional<ApiKey> key = minting.send();
 *   if (key.isPresent()) {
 *     return key.get();
 *   }
 *   if (minting.mayHaveLeftKey()) {
 *     // find it by its name, and revoke it
 *   }
 * } while (minting.maySendAgain());
 * throw ... minting.failure() ...
 * }</pre>
 */
public final class Minting {
  private static final int MAX_REQUESTS = 2;
  private static final int TOO_MANY_REQUESTS = 429;

  private final KeyManager manager;
  private final CreateApiKey wanted;
  private final @Nullable String teamId;
  private final Supplier<Patience> patience;
  private int requests;
  private boolean refused;
  private boolean mayHaveLeftKey;
  private Exception failure = new IllegalStateException("no request was sent");

  /**
   * @param teamId the team, or null for the default one
   * @param patience gives the waits of one request, after answers that ask for it (HTTP 429)
   */
  public Minting(
      KeyManager manager,
      CreateApiKey wanted,
      @Nullable String teamId,
      Supplier<Patience> patience) {
    this.manager = manager;
    this.wanted = wanted;
    this.teamId = teamId;
    this.patience = patience;
  }

  /**
   * Sends the request. HTTP 429 certainly had no effect, so it does not count as an answer while a
   * wait is left.
   *
   * @return the key; empty if none was answered, and then {@link #failure} tells why
   */
  public Optional<ApiKey> send() throws InterruptedException {
    requests++;
    try {
      return Optional.of(post());
    } catch (ApiException e) {
      failed(e, e.mayHaveTakenEffect());
    } catch (TransportException e) {
      failed(e, e.mayHaveTakenEffect());
    }
    return Optional.empty();
  }

  /** Counts the key that was answered as one that nobody has the text of, for it is unusable. */
  public void countAsLost(Exception why) {
    failed(why, true);
  }

  /** Whether the last request certainly created no key. One before it may have. */
  public boolean isRefused() {
    return refused;
  }

  /**
   * Whether a request up to now may have created a key that nobody has the text of. After such a
   * request it stays true: a key that comes late can be why the next request is refused.
   */
  public boolean mayHaveLeftKey() {
    return mayHaveLeftKey;
  }

  /** Whether the request may be sent again, once no key is left of this one. */
  public boolean maySendAgain() {
    return !refused && requests < MAX_REQUESTS;
  }

  /** Why the last request that gave no key did not: an ApiException, a TransportException, ... */
  public Exception failure() {
    return failure;
  }

  private void failed(Exception e, boolean unclear) {
    failure = e;
    refused = !unclear;
    mayHaveLeftKey |= unclear;
  }

  private ApiKey post() throws ApiException, TransportException, InterruptedException {
    Patience waits = patience.get();
    while (true) {
      try {
        return manager.create(wanted, teamId);
      } catch (ApiException e) {
        if (e.status() != TOO_MANY_REQUESTS || !waits.again(e.retryAfter())) {
          throw e;
        }
      }
    }
  }
}
