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
 * @param prefix the key that is in it, empty if none was seen
 * @param since when that key is known to have been there first: when the server created it, if it
 *     told, or when it was first seen in the credential or used
 * @param directory where its rotations are kept, null before the first one
 * @param replaced the keys that were revoked after a rotation, the oldest first
 * @param notBefore when the next rotation may begin by itself, null for any time
 * @param overwritten since when a replaced key is in it again, null if none is
 * @param earlier the key that was in it before this one, which may come back; null if none was seen
 */
record KnownKey(
        @NonNull String prefix,
        @NonNull Instant since,
        @CheckForNull String directory,
        @NonNull List<String> replaced,
        @CheckForNull Instant notBefore,
        @CheckForNull Instant overwritten,
        @CheckForNull Earlier earlier) {
    /** At most so many replaced keys are remembered; older ones are dropped. */
    private static final int REPLACED = 20;

    /** A key, and since when it had been there. */
    record Earlier(@NonNull String prefix, @NonNull Instant since) {}

    KnownKey {
        replaced = List.copyOf(replaced);
    }

    @NonNull
    static KnownKey first(@NonNull Instant now) {
        return new KnownKey("", now, null, List.of(), null, null, null);
    }

    /** This key is in the credential now. */
    @NonNull
    KnownKey seen(@NonNull String present, @NonNull Instant now) {
        if (present.equals(prefix)) {
            return this;
        }
        // A key that an abort puts back is as old as it was.
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

    /** Whether it is this key, and no such early time of it is known. */
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

    /** A rotation has put a key in place of another one, which is revoked. */
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
