package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads the prefix of the current key of each credential of our type. */
final class KeysPresent {
    private KeysPresent() {}

    /** The prefixes in all stores of the controller and of its folders. */
    @NonNull
    static Map<KeyId, String> everywhere() {
        return in(CredentialStores.folders(), null);
    }

    /** The prefixes in the given credentials; a credential that is gone is left out. */
    @NonNull
    static Map<KeyId, String> of(@NonNull Collection<KeyId> ids) {
        Set<String> folders = new HashSet<>();
        ids.forEach(id -> folders.add(id.folder()));
        return in(folders, new HashSet<>(ids));
    }

    private static Map<KeyId, String> in(Collection<String> folders, Set<KeyId> wanted) {
        Map<KeyId, String> present = new HashMap<>();
        for (String folder : folders) {
            for (StoredCredential stored : StoredCredential.in(folder)) {
                if (stored.credential() instanceof BasetenApiKeyCredentials key
                        && !key.getKeyPrefix().isEmpty()
                        && (wanted == null || wanted.contains(stored.id()))) {
                    present.put(stored.id(), key.getKeyPrefix());
                }
            }
        }
        return present;
    }
}
