package io.jenkins.plugins.baseten.credentials;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * The credentials of our type in the stores of folders and of the controller, whoever asks: what may be
 * shown to whom is the caller's business.
 */
public final class StoredKeys {
    private StoredKeys() {}

    /**
     * The credentials that a folder has itself.
     *
     * @param folder its full name, empty for the controller
     */
    @NonNull
    public static List<StoredKey> in(@NonNull String folder) {
        return CredentialStores.in(folder, BasetenApiKeyCredentials.class).stream()
                .map(found -> new StoredKey(new KeyId(folder, found.credential().getId()), found.credential()))
                .toList();
    }

    /** Those of the controller and of all folders. */
    @NonNull
    public static List<StoredKey> everywhere() {
        return CredentialStores.folders().stream()
                .flatMap(folder -> in(folder).stream())
                .toList();
    }
}
