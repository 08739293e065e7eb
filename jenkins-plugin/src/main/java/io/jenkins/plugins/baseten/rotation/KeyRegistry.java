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

/** The file with everything that the controller remembers about credentials. It contains no key. */
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

    /**
     * Why no key can be rotated; empty if keys can be rotated. If the file cannot be read, unfinished rotations
     * are not known.
     */
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

    /** The files with the rotations of a credential. */
    @NonNull
    synchronized RotationFiles files(@NonNull KeyId id, @NonNull Instant now) throws RotationIOException {
        KnownKey known = keys.getOrDefault(id, KnownKey.first(now));
        String directory = known.directory();
        if (directory == null) {
            // The name of the directory does not depend on the name of the credential, because another
            // credential may later get that name.
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
     * Notes the current key of each credential.
     *
     * @param present the prefix of the key, by credential
     * @return the credentials that have a replaced key again, and did not have it at the last call
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
     * Notes the least age of keys.
     *
     * @param prefixes the key of each credential
     * @param known a time at which the key with a prefix existed, by prefix
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

    /** Changes the names of all credentials of a folder after the folder was renamed. */
    synchronized void rename(@NonNull String before, @NonNull String after) throws RotationIOException {
        Map<KeyId, KnownKey> moved = new LinkedHashMap<>();
        keys.forEach((id, known) -> {
            if (id.folder().equals(before)) {
                moved.put(new KeyId(after, id.credentialsId()), known);
            }
        });
        if (!moved.isEmpty()) {
            // The entries replace those of a deleted folder that had this name before.
            keys.keySet().removeIf(id -> id.folder().equals(before));
            update(moved);
        }
    }

    /** Forgets credentials that do not exist and were never rotated. */
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
