package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.rotation.RotationIOException;
import io.jenkins.plugins.baseten.credentials.KeyId;
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

/** Every credential that the controller remembers something about, in one file. It holds no key. */
final class KeyRegistry {
    private static final String VERSION = "1";

    private final PrivateFile file;
    private final Map<KeyId, KnownKey> keys = new LinkedHashMap<>();
    private final String problem;

    /** Reads the file. */
    KeyRegistry(@NonNull PrivateFile file) {
        this.file = file;
        String failure = "";
        try {
            Optional<String> text = file.read();
            if (text.isPresent() && !parse(text.get())) {
                failure = Messages.file_unreadable(file.path());
            }
        } catch (RotationIOException e) {
            failure = String.valueOf(e.getMessage());
        }
        problem = failure;
    }

    /** Why nothing can be rotated, empty if it can: without the file, unfinished rotations are not known. */
    @NonNull
    String problem() {
        return problem;
    }

    @NonNull
    synchronized Optional<KnownKey> find(@NonNull KeyId id) {
        return Optional.ofNullable(keys.get(id));
    }

    @NonNull
    synchronized Map<KeyId, KnownKey> all() {
        return Map.copyOf(keys);
    }

    /** Where the rotations of a credential are kept. */
    @NonNull
    synchronized RotationFiles files(@NonNull KeyId id, @NonNull Instant now) throws RotationIOException {
        KnownKey known = keys.getOrDefault(id, KnownKey.first(now));
        String directory = known.directory();
        if (directory == null) {
            // No name that follows from the credential's: another one may come to have that name.
            directory = UUID.randomUUID().toString();
            update(Map.of(id, known.in(directory)));
        }
        return RotationFiles.in(directory);
    }

    synchronized void change(@NonNull KeyId id, @NonNull Instant now, @NonNull UnaryOperator<KnownKey> change)
            throws RotationIOException {
        update(Map.of(id, change.apply(keys.getOrDefault(id, KnownKey.first(now)))));
    }

    /**
     * Notes which keys are in which credentials.
     *
     * @param present the prefix by credential
     * @return the credentials in which a replaced key was found that was not there before
     */
    @NonNull
    synchronized List<KeyId> see(@NonNull Map<KeyId, String> present, @NonNull Instant now) throws RotationIOException {
        Map<KeyId, KnownKey> changed = new LinkedHashMap<>();
        List<KeyId> overwritten = new ArrayList<>();
        present.forEach((id, prefix) -> {
            KnownKey before = keys.getOrDefault(id, KnownKey.first(now));
            KnownKey after = before.seen(prefix, now);
            if (!after.equals(before)) {
                changed.put(id, after);
                if (after.overwritten() != null) {
                    overwritten.add(id);
                }
            }
        });
        if (!changed.isEmpty()) {
            update(changed);
        }
        return overwritten;
    }

    /**
     * Notes how old keys are at least.
     *
     * @param prefixes the key of each credential
     * @param known a time at which the key of a prefix was there already
     */
    synchronized void date(@NonNull Map<KeyId, String> prefixes, @NonNull Map<String, Instant> known)
            throws RotationIOException {
        Map<KeyId, KnownKey> changed = new LinkedHashMap<>();
        prefixes.forEach((id, prefix) -> {
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

    /** The folder, and with it each credential of its store, has another name. */
    synchronized void rename(@NonNull String before, @NonNull String after) throws RotationIOException {
        Map<KeyId, KnownKey> moved = new LinkedHashMap<>();
        keys.forEach((id, known) -> {
            if (id.folder().equals(before)) {
                moved.put(new KeyId(after, id.credentialsId()), known);
            }
        });
        if (!moved.isEmpty()) {
            // In place of what is remembered of a folder that had the name before and is gone.
            keys.keySet().removeIf(id -> id.folder().equals(before));
            update(moved);
        }
    }

    /** Forgets credentials that do not exist and never were rotated. */
    synchronized void forgetGone(@NonNull Set<KeyId> present) throws RotationIOException {
        if (keys.entrySet()
                .removeIf(entry -> entry.getValue().directory() == null && !present.contains(entry.getKey()))) {
            update(Map.of());
        }
    }

    private void update(Map<KeyId, KnownKey> changed) throws RotationIOException {
        if (!problem.isEmpty()) {
            throw new RotationIOException(problem);
        }
        keys.putAll(changed);
        List<JsonValue> items = new ArrayList<>();
        keys.forEach((id, known) ->
                items.add(known.write().with("folder", id.folder()).with("id", id.credentialsId())));
        file.write(Json.pretty(JsonObject.EMPTY.with("version", VERSION).with("keys", new JsonArray(items))) + "\n");
    }

    private boolean parse(String text) {
        try {
            if (!(Json.parse(text) instanceof JsonObject json) || !VERSION.equals(json.string("version"))) {
                return false;
            }
            for (JsonValue item : json.array("keys")) {
                if (item instanceof JsonObject key) {
                    keys.put(new KeyId(JsonFields.text(key, "folder"), JsonFields.text(key, "id")), KnownKey.read(key));
                }
            }
            return true;
        } catch (JsonParseException | IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }
}
