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
import io.github.basetenci.keys.KeyManager;
import io.github.basetenci.keys.KeyRevocation;
import io.github.basetenci.keys.Minting;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Mints ephemeral keys and deletes them. A key is identified by its whole name. The caller records
 * the name before the request, and can delete the key by this name even if the answer is lost.
 */
public final class EphemeralKeys {
  private final KeyManager manager;
  private final Deadline deadline;
  private final Sleeper sleeper;

  /**
   * @param api the management API with the rights of the minting key
   */
  public EphemeralKeys(ManagementApi api, Deadline deadline, Sleeper sleeper) {
    this.manager = KeyManager.of(api);
    this.deadline = deadline;
    this.sleeper = sleeper;
  }

  /**
   * Mints a key. If the answer is lost, the key that it contained is deleted, and the request is
   * sent once again.
   *
   * @param type a type that has a team
   * @param models the models that the key is limited to, null for no limit
   * @param teamId null for the default team of the minting key
   * @throws ApiException if the server refuses the request, and there is no key
   * @throws TransportException if the server cannot be reached, and there is no key
   * @throws EphemeralException if there may be a key
   */
  public ApiKey mint(
      EphemeralName name, ApiKeyType type, @Nullable List<String> models, @Nullable String teamId)
      throws ApiException, TransportException, EphemeralException, InterruptedException {
    Minting minting =
        new Minting(manager, new CreateApiKey(type, name.name(), models), teamId, this::patience);
    do {
      Optional<ApiKey> key = minting.send();
      if (key.isPresent()) {
        return key.get();
      }
      if (minting.mayHaveLeftKey()) {
        deleteLost(name, minting.failure());
      }
    } while (minting.maySendAgain());
    throw rethrown(minting.failure());
  }

  /**
   * Deletes every key of this name and checks that the server no longer lists it.
   *
   * @param late whether the server may not list the key yet although its creation was requested
   * @return the prefixes of the deleted keys; empty if there was no such key
   * @throws EphemeralException if the server still lists a key although it has confirmed the
   *     deletion
   */
  public Set<String> delete(EphemeralName name, boolean late)
      throws ApiException, TransportException, EphemeralException, InterruptedException {
    KeyRevocation.Revoked revoked =
        new KeyRevocation(manager, this::patience).revokeAll(name::isOf, late);
    if (!revoked.listed().isEmpty()) {
      throw new EphemeralException(
          "the server still lists the key "
              + name
              + " "
              + shown(revoked.listed())
              + " that it deleted",
          null);
    }
    return revoked.prefixes();
  }

  private Patience patience() {
    return new Patience(deadline, sleeper);
  }

  private void deleteLost(EphemeralName name, Exception failure)
      throws EphemeralException, InterruptedException {
    try {
      delete(name, true);
    } catch (ApiException | TransportException e) {
      throw new EphemeralException(
          "minting "
              + name
              + " gave no key ("
              + failure.getMessage()
              + "), and it is not known whether a key is left on the server: "
              + e.getMessage(),
          e);
    }
  }

  private static TransportException rethrown(Exception failure) throws ApiException {
    if (failure instanceof ApiException e) {
      throw e;
    }
    return (TransportException) failure;
  }

  private static String shown(List<ApiKeyInfo> keys) {
    return keys.stream().map(key -> key.prefix() + "****").collect(Collectors.joining(", "));
  }
}
