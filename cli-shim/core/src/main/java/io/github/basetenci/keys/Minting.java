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
 * The creation of one key. Only the answer to the request contains the text of the key, and a key
 * can be created although the answer is lost. In that case the caller finds the key by its name and
 * revokes it, and the request may be sent once again:
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
   * @param teamId the team, or null for the default team
   * @param patience gives the waits for one request, after answers that ask for a wait (HTTP 429)
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
   * Sends the request. A request that is answered with HTTP 429 certainly had no effect, so it is
   * repeated while a wait is left.
   *
   * @return the key; empty if no answer contained a key, and then {@link #failure} tells why
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

  /**
   * Counts the key in the answer as a key whose text nobody has, because the caller cannot use it.
   */
  public void countAsLost(Exception why) {
    failed(why, true);
  }

  /** Whether the last request certainly created no key. An earlier request may have created one. */
  public boolean isRefused() {
    return refused;
  }

  /**
   * Whether a request up to now may have created a key whose text nobody has. After such a request
   * this stays true, because a key that appears late can be the reason why the next request is
   * refused.
   */
  public boolean mayHaveLeftKey() {
    return mayHaveLeftKey;
  }

  /**
   * Whether the request may be sent again, after the caller has revoked what this request may have
   * left.
   */
  public boolean maySendAgain() {
    return !refused && requests < MAX_REQUESTS;
  }

  /**
   * Why the last request without a key failed, for example an ApiException or a TransportException.
   */
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
