package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the steps of one run share. */
final class Context {
  /** The server may need a moment until it knows everywhere what it was told. */
  static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

  final KeyServer server;
  final ApiKey minting;
  final RotationSettings with;
  private @Nullable RotationRecord last;

  Context(KeyServer server, ApiKey minting, RotationSettings with) {
    this.server = server;
    this.minting = minting;
    this.with = with;
  }

  /** What the journal holds as far as this run knows, null if this run has seen nothing. */
  @Nullable RotationRecord last() {
    return last;
  }

  /** Takes over what the journal holds. */
  RotationRecord loaded(RotationRecord record) {
    last = record;
    return record;
  }

  RotationRecord save(RotationRecord record) throws PlaceException {
    with.journal().save(record);
    last = record;
    return record;
  }

  RotationRecord reach(RotationState state, RotationRecord record) throws PlaceException {
    return save(record.at(state, with.clock().instant()));
  }

  /** The new key, if the holder has it. */
  Optional<ApiKey> held(RotationRecord record) throws PlaceException {
    return with.holder().load().filter(key -> key.prefix().equals(record.newPrefix()));
  }

  /**
   * The key of that prefix in the server's list, asked for again while it is missing.
   *
   * @param as the key that asks
   */
  Optional<ApiKeyInfo> findListed(ApiKey as, String prefix)
      throws ApiException, TransportException, InterruptedException {
    for (int i = 0; ; i++) {
      Optional<ApiKeyInfo> found = listed(as, prefix);
      if (found.isPresent() || i == WAITS.size()) {
        return found;
      }
      with.sleeper().sleep(WAITS.get(i));
    }
  }

  /** Whether the key of that prefix leaves the server's list, which may take a moment. */
  boolean vanishes(ApiKey as, String prefix)
      throws ApiException, TransportException, InterruptedException {
    for (int i = 0; listed(as, prefix).isPresent(); i++) {
      if (i == WAITS.size()) {
        return false;
      }
      with.sleeper().sleep(WAITS.get(i));
    }
    return true;
  }

  private Optional<ApiKeyInfo> listed(ApiKey as, String prefix)
      throws ApiException, TransportException {
    return server.keys(as).stream().filter(key -> key.prefix().equals(prefix)).findFirst();
  }
}
