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
 * @param since when that key was first seen in it
 * @param directory where its rotations are kept, null before the first one
 * @param replaced the keys that were revoked after a rotation, the oldest first
 * @param notBefore when the next rotation may begin by itself, null for any time
 * @param overwritten since when a replaced key is in it again, null if none is
 */
record KnownKey(
        @NonNull String prefix,
        @NonNull Instant since,
        @CheckForNull String directory,
        @NonNull List<String> replaced,
        @CheckForNull Instant notBefore,
        @CheckForNull Instant overwritten) {
    /** As many are remembered. */
    private static final int REPLACED = 20;

    KnownKey {
        replaced = List.copyOf(replaced);
    }

    @NonNull
    static KnownKey first(@NonNull Instant now) {
        return new KnownKey("", now, null, List.of(), null, null);
    }

    /** This key is in the credential now. */
    @NonNull
    KnownKey seen(@NonNull String present, @NonNull Instant now) {
        if (present.equals(prefix)) {
            return this;
        }
        return new KnownKey(present, now, directory, replaced, notBefore, replaced.contains(present) ? now : null);
    }

    @NonNull
    KnownKey in(@NonNull String newDirectory) {
        return new KnownKey(prefix, since, newDirectory, replaced, notBefore, overwritten);
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
                overwritten);
    }

    @NonNull
    KnownKey postponed(@NonNull Instant until) {
        return new KnownKey(prefix, since, directory, replaced, until, overwritten);
    }

    @NonNull
    JsonObject write() {
        return JsonObject.EMPTY
                .with("prefix", prefix)
                .with("since", since.toString())
                .with("directory", directory)
                .with("replaced", JsonValue.arrayOf(replaced))
                .with("not_before", Members.of(notBefore))
                .with("overwritten", Members.of(overwritten));
    }

    @NonNull
    static KnownKey read(@NonNull JsonObject json) {
        return new KnownKey(
                Members.text(json, "prefix"),
                Members.time(json, "since"),
                json.string("directory"),
                Members.texts(json, "replaced"),
                Members.timeOrNull(json, "not_before"),
                Members.timeOrNull(json, "overwritten"));
    }
}
