package io.github.basetenci.managed;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the registry remembers about a managed key.
 *
 * @param prefix the prefix of the key that is present, empty if no key was seen
 * @param since the earliest time at which that key is known to have existed: when the server
 *     created the key, if the server told this, or when the key was first seen or first used
 * @param directory the directory of its rotations, null before the first rotation
 * @param replaced the keys that were revoked after a rotation, the oldest first
 * @param notBefore the earliest time at which the next rotation may begin by itself, null for any
 *     time
 * @param overwritten since when a replaced key is present again, null if no such key is present
 * @param earlier the key that was present before this key, and may come back; null if no such key
 *     was seen
 */
record KnownKey(
    String prefix,
    Instant since,
    @Nullable String directory,
    List<String> replaced,
    @Nullable Instant notBefore,
    @Nullable Instant overwritten,
    @Nullable Earlier earlier) {
  /** The greatest number of replaced keys that are remembered; older keys are dropped. */
  private static final int REPLACED = 20;

  /** An earlier key, and the time since which it had existed. */
  record Earlier(String prefix, Instant since) {}

  KnownKey {
    replaced = List.copyOf(replaced);
  }

  static KnownKey first(Instant now) {
    return new KnownKey("", now, null, List.of(), null, null, null);
  }

  /** Notes the key that is present now. */
  KnownKey seen(String present, Instant now) {
    if (present.equals(prefix)) {
      return this;
    }
    // A key that an abort puts back keeps its age.
    Instant first = earlier != null && earlier.prefix().equals(present) ? earlier.since() : now;
    return new KnownKey(
        present,
        first,
        directory,
        replaced,
        notBefore,
        replaced.contains(present) ? now : null,
        prefix.isEmpty() ? earlier : new Earlier(prefix, since));
  }

  /** Whether the key with a prefix is present, and a time is earlier than all that is known. */
  boolean isYounger(String ofPrefix, Instant time) {
    return prefix.equals(ofPrefix) && time.isBefore(since);
  }

  KnownKey since(Instant time) {
    return new KnownKey(prefix, time, directory, replaced, notBefore, overwritten, earlier);
  }

  KnownKey in(String newDirectory) {
    return new KnownKey(prefix, since, newDirectory, replaced, notBefore, overwritten, earlier);
  }

  /** Notes that a rotation has replaced and revoked a key. */
  KnownKey replaced(String old) {
    List<String> all = new ArrayList<>(replaced);
    all.remove(old);
    all.add(old);
    List<String> kept = all.subList(Math.max(0, all.size() - REPLACED), all.size());
    return new KnownKey(prefix, since, directory, kept, null, overwritten, earlier);
  }

  KnownKey postponed(Instant until) {
    return new KnownKey(prefix, since, directory, replaced, until, overwritten, earlier);
  }

  JsonObject write() {
    return JsonObject.EMPTY
        .with("prefix", prefix)
        .with("since", since.toString())
        .with("directory", directory)
        .with("replaced", JsonValue.arrayOf(replaced))
        .with("not_before", JsonFields.of(notBefore))
        .with("overwritten", JsonFields.of(overwritten))
        .with("earlier_prefix", earlier == null ? null : earlier.prefix())
        .with("earlier_since", earlier == null ? null : earlier.since().toString());
  }

  static KnownKey read(JsonObject json) {
    return new KnownKey(
        JsonFields.text(json, "prefix"),
        JsonFields.time(json, "since"),
        json.string("directory"),
        JsonFields.texts(json, "replaced"),
        JsonFields.timeOrNull(json, "not_before"),
        JsonFields.timeOrNull(json, "overwritten"),
        earlier(json));
  }

  private static @Nullable Earlier earlier(JsonObject json) {
    String prefix = json.string("earlier_prefix");
    return prefix == null ? null : new Earlier(prefix, JsonFields.time(json, "earlier_since"));
  }
}
