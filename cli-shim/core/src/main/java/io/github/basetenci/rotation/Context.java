package io.github.basetenci.rotation;

import io.github.basetenci.api.Patience;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.keys.KeyRevocation;
import io.github.basetenci.keys.KeyWatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server, the settings and the newest record, which the steps of one run share. */
final class Context {
  /** The server may need some seconds until all of its answers show a change. */
  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

  final KeyServer server;
  final Confidential minting;
  final RotationSettings settings;
  private @Nullable RotationRecord last;

  Context(KeyServer server, Confidential minting, RotationSettings settings) {
    this.server = server;
    this.minting = minting;
    this.settings = settings;
  }

  /** The newest record that this run has read or saved, null if there is none. */
  @Nullable RotationRecord last() {
    return last;
  }

  /** Remembers the record that the journal contains. */
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

  /** The new key, if the storage of the new key contains it. */
  Optional<ApiKey> held(RotationRecord record) throws RotationIOException {
    return settings.newKeyStorage().load().filter(key -> key.prefix().equals(record.newPrefix()));
  }

  /** The waits for one question that is asked again. */
  Patience patience() {
    return new Patience(WAITS, settings.sleeper());
  }

  /**
   * Waits for keys to enter the server's list or to leave it.
   *
   * @param as the key or the token that sends the requests
   */
  KeyWatch watch(Confidential as) {
    return new KeyWatch(new ServedKeys(server, as), this::patience);
  }

  /**
   * Revokes keys and checks that the server no longer lists them.
   *
   * @param as the key or the token that sends the requests
   */
  KeyRevocation revocation(Confidential as) {
    return new KeyRevocation(new ServedKeys(server, as), this::patience);
  }
}
