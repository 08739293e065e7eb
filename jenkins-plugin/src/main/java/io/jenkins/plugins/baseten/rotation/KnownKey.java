package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the controller remembers about a credential.
 *
 * @param prefix the prefix of the key that is in the credential, empty if no key was seen
 * @param since the earliest time at which that key is known to have existed: when the server created the key,
 *     if the server told this, or when the key was first seen in the credential or first used
 * @param directory the directory of its rotations, null before the first rotation
 * @param replaced the keys that were revoked after a rotation, the oldest first
 * @param notBefore the earliest time at which the next rotation may begin by itself, null for any time
 * @param overwritten since when a replaced key is in the credential again, null if there is no such key in it
 * @param earlier the key that was in the credential before this key, and may come back; null if no such key was
 *     seen
 */
record KnownKey(
        @NonNull String prefix,
        @NonNull Instant since,
        @CheckForNull String directory,
        @NonNull List<String> replaced,
        @CheckForNull Instant notBefore,
        @CheckForNull Instant overwritten,
        @CheckForNull Earlier earlier) {
    /** The greatest number of replaced keys that are remembered; older keys are dropped. */
    private static final int REPLACED = 20;

    /** An earlier key, and the time since which it had existed. */
    record Earlier(@NonNull String prefix, @NonNull Instant since) {}

    KnownKey {
        replaced = List.copyOf(replaced);
    }

    @NonNull
    static KnownKey first(@NonNull Instant now) {
        return new KnownKey("", now, null, List.of(), null, null, null);
    }

    /** Notes the key that is in the credential now. */
    @NonNull
    KnownKey seen(@NonNull String present, @NonNull Instant now) {
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

    /** Whether the credential has the key with a prefix, and a time is earlier than every known time of this key. */
    boolean isYounger(@NonNull String ofPrefix, @NonNull Instant time) {
        return prefix.equals(ofPrefix) && time.isBefore(since);
    }

    @NonNull
    KnownKey since(@NonNull Instant time) {
        return new KnownKey(prefix, time, directory, replaced, notBefore, overwritten, earlier);
    }

    @NonNull
    KnownKey in(@NonNull String newDirectory) {
        return new KnownKey(prefix, since, newDirectory, replaced, notBefore, overwritten, earlier);
    }

    /** Notes that a rotation has replaced and revoked a key. */
    @NonNull
    KnownKey replaced(@NonNull String old) {
        List<String> all = new ArrayList<>(replaced);
        all.remove(old);
        all.add(old);
        return new KnownKey(
                prefix,
                since,
                directory,
                all.subList(Math.max(0, all.size() - REPLACED), all.size()),
                null,
                overwritten,
                earlier);
    }

    @NonNull
    KnownKey postponed(@NonNull Instant until) {
        return new KnownKey(prefix, since, directory, replaced, until, overwritten, earlier);
    }

    @NonNull
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

    @NonNull
    static KnownKey read(@NonNull JsonObject json) {
        return new KnownKey(
                JsonFields.text(json, "prefix"),
                JsonFields.time(json, "since"),
                json.string("directory"),
                JsonFields.texts(json, "replaced"),
                JsonFields.timeOrNull(json, "not_before"),
                JsonFields.timeOrNull(json, "overwritten"),
                earlier(json));
    }

    @CheckForNull
    private static Earlier earlier(JsonObject json) {
        String prefix = json.string("earlier_prefix");
        return prefix == null ? null : new Earlier(prefix, JsonFields.time(json, "earlier_since"));
    }
}
