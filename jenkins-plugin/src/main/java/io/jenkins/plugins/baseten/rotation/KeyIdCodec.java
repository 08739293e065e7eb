package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.managed.KeyCodec;
import io.jenkins.plugins.baseten.credentials.KeyId;

/** The names of credentials in the registry. */
final class KeyIdCodec implements KeyCodec<KeyId> {
    @NonNull
    @Override
    public JsonObject write(@NonNull KeyId id, @NonNull JsonObject entry) {
        return entry.with("folder", id.folder()).with("id", id.credentialsId());
    }

    @NonNull
    @Override
    public KeyId read(@NonNull JsonObject entry) {
        String folder = entry.string("folder");
        String id = entry.string("id");
        if (folder == null || id == null) {
            throw new IllegalArgumentException("a member is missing");
        }
        return new KeyId(folder, id);
    }
}
