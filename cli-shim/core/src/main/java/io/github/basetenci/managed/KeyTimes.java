package io.github.basetenci.managed;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.rotation.RotationIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The age and the last use of keys, from the answers of the servers and the records of the caller.
 *
 * @param <K> the id of a managed key
 */
public final class KeyTimes<K> {
  private final KeyRegistry<K> registry;
  private final UseRecords<K> uses;

  /** The time of the last use that the server reported for a key, by prefix. */
  private final Map<String, Instant> lastUses = new ConcurrentHashMap<>();

  KeyTimes(KeyRegistry<K> registry, UseRecords<K> uses) {
    this.registry = registry;
    this.uses = uses;
  }

  /**
   * The time since which a key exists: the time at which the server created the key, if the server
   * has told this time. Otherwise it is the time at which the key was first seen or first used,
   * whichever is earlier, so no key is younger than its last use.
   *
   * @param prefix of the key
   */
  public Optional<Instant> since(K id, String prefix) {
    Optional<Instant> known =
        registry
            .find(id)
            .filter(key -> !prefix.isEmpty() && key.prefix().equals(prefix))
            .map(KnownKey::since);
    return Stream.of(known, uses.firstUsed(id, prefix))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /**
   * The time at which a key was last used, according to the server at the last check or to the
   * records of the caller, whichever is later.
   *
   * @param prefix of the key
   */
  public Optional<Instant> lastUsed(K id, String prefix) {
    return Stream.of(uses.lastUsed(id, prefix), lastUsedUpstream(prefix))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /** The time of the last use that the server reported at the last check; empty if none. */
  public Optional<Instant> lastUsedUpstream(String prefix) {
    return Optional.ofNullable(lastUses.get(prefix));
  }

  /**
   * Notes the times of keys that the servers have listed. The ages of keys are kept on the disk,
   * because the next list comes only some time after a restart.
   *
   * @param present the prefix of the key that is present, by id
   * @param listed keys by prefix
   */
  void listed(Map<K, String> present, Map<String, ApiKeyInfo> listed) throws RotationIOException {
    lastUses.keySet().retainAll(Set.copyOf(present.values()));
    Map<String, Instant> earliest = new HashMap<>();
    present.values().stream()
        .map(listed::get)
        .filter(Objects::nonNull)
        .forEach(
            key -> {
              Instant used = key.lastUsedAt();
              if (used != null) {
                lastUses.put(key.prefix(), used);
              }
              Stream.of(key.createdAt(), used)
                  .filter(Objects::nonNull)
                  .min(Comparator.naturalOrder())
                  .ifPresent(time -> earliest.put(key.prefix(), time));
            });
    registry.date(present, earliest);
  }
}
