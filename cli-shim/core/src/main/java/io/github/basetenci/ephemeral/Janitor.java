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
 * Deletes ephemeral keys whose jobs are over. Such keys are left where a machine stopped before its
 * job could delete them. Only keys whose whole name is an {@link EphemeralName} that has ended are
 * deleted.
 */
public final class Janitor {
  /** On top of what the name says, for a clock that is a little fast on both sides. */
  static final Duration GRACE = Duration.ofHours(1);

  /** So that no login takes long because of what others left; the next one goes on. */
  static final int MOST_AT_ONCE = 20;

  private final ManagementApi api;
  private final String ownPrefix;

  /**
   * @param api as the minting key sees it, with a deadline of its own
   * @param ownPrefix the prefix of the minting key, which is never deleted
   */
  public Janitor(ManagementApi api, String ownPrefix) {
    this.api = api;
    this.ownPrefix = ownPrefix;
  }

  /**
   * What was done.
   *
   * @param deleted the names of the keys that are gone
   * @param problem why it stopped before its end, a sentence's part; null if it did not
   */
  public record Swept(List<EphemeralName> deleted, @Nullable String problem) {}

  /**
   * Deletes the keys that have ended.
   *
   * @param keys as the server listed them
   */
  public Swept sweep(List<ApiKeyInfo> keys, ClockBounds now) {
    List<EphemeralName> deleted = new ArrayList<>();
    Instant longAgo = now.earliest().minus(GRACE);
    for (ApiKeyInfo key : keys) {
      Optional<EphemeralName> name = ended(key, longAgo);
      if (name.isPresent() && deleted.size() < MOST_AT_ONCE) {
        try {
          // The janitor of another job may have been faster.
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
