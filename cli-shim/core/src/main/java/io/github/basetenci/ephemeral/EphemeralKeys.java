package io.github.basetenci.ephemeral;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Patience;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Mints ephemeral keys and deletes them. A key is known by its whole name alone, so that whoever
 * noted the name before the request can delete what came of it, whatever became of the answer.
 */
public final class EphemeralKeys {
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int ATTEMPTS = 2;

  private final ManagementApi api;
  private final Deadline deadline;
  private final Sleeper sleeper;

  /**
   * @param api as the minting key sees it
   */
  public EphemeralKeys(ManagementApi api, Deadline deadline, Sleeper sleeper) {
    this.api = api;
    this.deadline = deadline;
    this.sleeper = sleeper;
  }

  /**
   * Mints a key. If the answer is lost, the key that nobody has the text of is deleted, and the
   * request is sent once again.
   *
   * @param type a type that has a team
   * @param models the models to limit it to, null for no limit
   * @param teamId null for the default team of the minting key
   * @throws ApiException if the server refuses it, and there is no key
   * @throws TransportException if the server cannot be reached, and there is no key
   * @throws EphemeralException if there may be a key
   */
  public ApiKey mint(
      EphemeralName name, ApiKeyType type, @Nullable List<String> models, @Nullable String teamId)
      throws ApiException, TransportException, EphemeralException, InterruptedException {
    CreateApiKey wanted = new CreateApiKey(type, name.name(), models);
    for (int attempt = 1; ; attempt++) {
      Exception failure;
      boolean certain;
      try {
        return post(wanted, teamId);
      } catch (ApiException e) {
        failure = e;
        certain = !e.mayHaveTakenEffect();
      } catch (TransportException e) {
        failure = e;
        certain = !e.mayHaveTakenEffect();
      }
      // A request before this one may have been late, and then it is why this one was refused.
      if (!certain || attempt > 1) {
        deleteLost(name, failure);
      }
      if (certain || attempt == ATTEMPTS) {
        rethrow(failure);
      }
    }
  }

  /**
   * Deletes every key of this name and makes sure of it.
   *
   * @param late whether the key may not be listed yet although it was asked for
   * @return the prefixes of what was deleted; empty if there was none
   * @throws EphemeralException if the server still lists a key that it said to have deleted
   */
  public Set<String> delete(EphemeralName name, boolean late)
      throws ApiException, TransportException, EphemeralException, InterruptedException {
    Set<String> deleted = new LinkedHashSet<>();
    Patience patience = new Patience(deadline, sleeper);
    while (true) {
      List<ApiKeyInfo> found = api.apiKeys().stream().filter(name::isOf).toList();
      if (found.isEmpty() && (!late || !deleted.isEmpty() || !patience.again())) {
        return deleted;
      }
      boolean isNew = false;
      for (ApiKeyInfo key : found) {
        if (deleted.add(key.prefix())) {
          delete(key.prefix());
          isNew = true;
        }
      }
      if (!found.isEmpty() && !isNew && !patience.again()) {
        throw new EphemeralException(
            "the server still lists the key " + name + " " + shown(found) + " that it deleted",
            null);
      }
    }
  }

  private void delete(String prefix) throws ApiException, TransportException {
    try {
      api.deleteApiKey(prefix);
    } catch (ApiException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
    }
  }

  private ApiKey post(CreateApiKey wanted, @Nullable String teamId)
      throws ApiException, TransportException, InterruptedException {
    Patience patience = new Patience(deadline, sleeper);
    while (true) {
      try {
        return api.createApiKey(wanted, teamId);
      } catch (ApiException e) {
        Duration asked = e.retryAfter();
        if (e.status() != TOO_MANY_REQUESTS || !wait(asked, patience)) {
          throw e;
        }
      }
    }
  }

  private boolean wait(@Nullable Duration asked, Patience patience) throws InterruptedException {
    if (asked != null && asked.compareTo(deadline.remaining()) >= 0) {
      return false;
    }
    if (!patience.again()) {
      return false;
    }
    if (asked != null) {
      sleeper.sleep(asked);
    }
    return true;
  }

  private void deleteLost(EphemeralName name, Exception failure)
      throws EphemeralException, InterruptedException {
    try {
      delete(name, true);
    } catch (ApiException | TransportException e) {
      throw new EphemeralException(
          "no key came of minting "
              + name
              + " ("
              + failure.getMessage()
              + "), and whether one is left on the server is not known: "
              + e.getMessage(),
          e);
    }
  }

  private static void rethrow(Exception failure) throws ApiException, TransportException {
    if (failure instanceof ApiException e) {
      throw e;
    }
    throw (TransportException) failure;
  }

  private static String shown(List<ApiKeyInfo> keys) {
    return keys.stream().map(key -> key.prefix() + "****").collect(Collectors.joining(", "));
  }
}
