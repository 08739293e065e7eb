package io.github.basetenci.managed;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.rotation.RotationIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The file with everything that is remembered about managed keys. It contains no key. */
final class KeyRegistry<K> {
  private static final String VERSION = "1";

  private final PrivateFile file;
  private final KeyCodec<K> codec;
  private final Map<K, KnownKey> keys = new LinkedHashMap<>();
  private final String problem;

  /** Whether the file lacks a change that could not be written. */
  private boolean late;

  /** Reads the file. */
  KeyRegistry(PrivateFile file, KeyCodec<K> codec, EngineWords words) {
    this.file = file;
    this.codec = codec;
    String failure = "";
    try {
      Optional<String> text = file.read();
      if (text.isPresent() && !parse(text.get())) {
        failure = words.unreadable(file.path());
      }
    } catch (RotationIOException e) {
      failure = String.valueOf(e.getMessage());
    }
    problem = failure;
  }

  /**
   * Why no key can be rotated; empty if keys can be rotated. If the file cannot be read, unfinished
   * rotations are not known.
   */
  String problem() {
    return problem;
  }

  synchronized Optional<KnownKey> find(K id) {
    return Optional.ofNullable(keys.get(id));
  }

  synchronized Map<K, KnownKey> all() {
    return Map.copyOf(keys);
  }

  /** The name of the directory with the rotations of a key. */
  synchronized String directory(K id, Instant now) throws RotationIOException {
    KnownKey known = keys.getOrDefault(id, KnownKey.first(now));
    String directory = known.directory();
    if (directory == null) {
      // The name of the directory does not depend on the id of the key, because another key may
      // later get that id.
      directory = UUID.randomUUID().toString();
      try {
        update(Map.of(id, known.in(directory)));
      } catch (RotationIOException e) {
        // Else the next call would name a directory that nobody finds after a restart.
        keys.put(id, known);
        throw e;
      }
    }
    return directory;
  }

  synchronized void change(K id, Instant now, UnaryOperator<KnownKey> change)
      throws RotationIOException {
    update(Map.of(id, change.apply(keys.getOrDefault(id, KnownKey.first(now)))));
  }

  /**
   * Notes the keys that are present.
   *
   * @param present the prefix of the key, by id
   * @return the ids at which a replaced key is present again, and was not at the last call
   */
  synchronized List<K> see(Map<K, String> present, Instant now) throws RotationIOException {
    Map<K, KnownKey> changed = new LinkedHashMap<>();
    List<K> overwritten = new ArrayList<>();
    present.forEach(
        (id, prefix) -> {
          KnownKey before = keys.getOrDefault(id, KnownKey.first(now));
          KnownKey after = before.seen(prefix, now);
          if (!after.equals(before)) {
            changed.put(id, after);
            if (after.overwritten() != null) {
              overwritten.add(id);
            }
          }
        });
    if (!changed.isEmpty() || late) {
      update(changed);
    }
    return overwritten;
  }

  /**
   * Notes the least age of keys.
   *
   * @param prefixes the key that is present, by id
   * @param known a time at which the key with a prefix existed, by prefix
   */
  synchronized void date(Map<K, String> prefixes, Map<String, Instant> known)
      throws RotationIOException {
    Map<K, KnownKey> changed = new LinkedHashMap<>();
    prefixes.forEach(
        (id, prefix) -> {
          KnownKey before = keys.get(id);
          Instant time = known.get(prefix);
          if (before != null && time != null && before.isYounger(prefix, time)) {
            changed.put(id, before.since(time));
          }
        });
    if (!changed.isEmpty()) {
      update(changed);
    }
  }

  /**
   * Changes ids. An entry replaces that of another key which had the new id before.
   *
   * @throws RotationIOException if the file cannot be written; the ids are changed nevertheless,
   *     because the keys have them, and the next call of {@link #see} writes them
   */
  synchronized void rename(UnaryOperator<K> newId) throws RotationIOException {
    Map<K, KnownKey> moved = new LinkedHashMap<>();
    List<K> gone = new ArrayList<>();
    keys.forEach(
        (id, known) -> {
          K now = newId.apply(id);
          if (!now.equals(id)) {
            gone.add(id);
            moved.put(now, known);
          }
        });
    if (!moved.isEmpty()) {
      gone.forEach(keys::remove);
      late = true;
      update(moved);
    }
  }

  /** Forgets keys that do not exist and were never rotated. */
  synchronized void forgetGone(Set<K> present) throws RotationIOException {
    if (keys.entrySet()
        .removeIf(
            entry -> entry.getValue().directory() == null && !present.contains(entry.getKey()))) {
      update(Map.of());
    }
  }

  private void update(Map<K, KnownKey> changed) throws RotationIOException {
    if (!problem.isEmpty()) {
      throw new RotationIOException(problem);
    }
    keys.putAll(changed);
    List<JsonValue> items = new ArrayList<>();
    keys.forEach((id, known) -> items.add(codec.write(id, known.write())));
    JsonObject all = JsonObject.EMPTY.with("version", VERSION).with("keys", new JsonArray(items));
    file.write(Json.pretty(all) + "\n");
    late = false;
  }

  private boolean parse(String text) {
    try {
      if (!(Json.parse(text) instanceof JsonObject json)
          || !VERSION.equals(json.string("version"))) {
        return false;
      }
      for (JsonValue item : json.array("keys")) {
        if (item instanceof JsonObject key) {
          keys.put(codec.read(key), KnownKey.read(key));
        }
      }
      return true;
    } catch (JsonParseException | IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }
}
