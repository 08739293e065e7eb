package io.github.basetenci.rotation;

import io.github.basetenci.api.Patience;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.keys.KeyRevocation;
import io.github.basetenci.keys.KeyWatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the steps of one run share. */
final class Context {
  /** The server may need a moment until it knows everywhere what it was told. */
  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

  final KeyServer server;
  final ApiKey minting;
  final RotationSettings settings;
  private @Nullable RotationRecord last;

  Context(KeyServer server, ApiKey minting, RotationSettings settings) {
    this.server = server;
    this.minting = minting;
    this.settings = settings;
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

  RotationRecord save(RotationRecord record) throws RotationIOException {
    settings.journal().save(record);
    last = record;
    return record;
  }

  RotationRecord reach(RotationState state, RotationRecord record) throws RotationIOException {
    return save(record.at(state, settings.clock().instant()));
  }

  /** The new key, if its storage has it. */
  Optional<ApiKey> held(RotationRecord record) throws RotationIOException {
    return settings.newKeyStorage().load().filter(key -> key.prefix().equals(record.newPrefix()));
  }

  /** The waits of one question that is asked again. */
  Patience patience() {
    return new Patience(WAITS, settings.sleeper());
  }

  /**
   * Waits for keys to enter the server's list or to leave it.
   *
   * @param as the key that asks
   */
  KeyWatch watch(ApiKey as) {
    return new KeyWatch(new ServedKeys(server, as), this::patience);
  }

  /**
   * Revokes keys and makes sure of it.
   *
   * @param as the key that revokes
   */
  KeyRevocation revocation(ApiKey as) {
    return new KeyRevocation(new ServedKeys(server, as), this::patience);
  }
}
