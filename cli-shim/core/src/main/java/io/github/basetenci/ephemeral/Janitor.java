package io.github.basetenci.ephemeral;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes ephemeral keys whose jobs have ended. Such a key is left if a machine stopped before its
 * job could delete the key. A key is deleted only if its whole name is an {@link EphemeralName}
 * whose end has passed.
 */
public final class Janitor {
  /** The time after the end in the name before a key is deleted, because the clocks may be fast. */
  static final Duration GRACE = Duration.ofHours(1);

  /**
   * At most this many keys are deleted at once, so that no login takes long because of leftovers of
   * other jobs. The next login deletes more.
   */
  static final int MOST_AT_ONCE = 20;

  private final ManagementApi api;
  private final String ownPrefix;

  /**
   * @param api the management API with the rights of the minting key, and with a deadline of its
   *     own
   * @param ownPrefix the prefix of the minting key, which is never deleted
   */
  public Janitor(ManagementApi api, String ownPrefix) {
    this.api = api;
    this.ownPrefix = ownPrefix;
  }

  /**
   * The result of a sweep.
   *
   * @param deleted the names of the deleted keys
   * @param problem why the deletion stopped early, as a part of a sentence; null if it did not stop
   *     early
   */
  public record Swept(List<EphemeralName> deleted, @Nullable String problem) {}

  /**
   * Deletes the keys whose end has passed.
   *
   * @param keys all keys in the list of the server
   */
  public Swept sweep(List<ApiKeyInfo> keys, ClockBounds now) {
    List<EphemeralName> deleted = new ArrayList<>();
    Instant longAgo = now.earliest().minus(GRACE);
    for (ApiKeyInfo key : keys) {
      Optional<EphemeralName> name = ended(key, longAgo);
      if (name.isPresent() && deleted.size() < MOST_AT_ONCE) {
        try {
          // Another job may already have deleted the key, which is no error.
          api.revokeApiKey(key.prefix());
        } catch (ApiException | TransportException e) {
          return new Swept(deleted, e.getMessage());
        }
        deleted.add(name.get());
      }
    }
    return new Swept(deleted, null);
  }

  private Optional<EphemeralName> ended(ApiKeyInfo key, Instant longAgo) {
    String name = key.name();
    boolean isKey = !key.prefix().contains(".") && !key.hasPrefix(ownPrefix);
    if (name == null || !key.type().hasTeam() || !isKey) {
      return Optional.empty();
    }
    return EphemeralName.parse(name).filter(ephemeral -> ephemeral.end().isBefore(longAgo));
  }
}
