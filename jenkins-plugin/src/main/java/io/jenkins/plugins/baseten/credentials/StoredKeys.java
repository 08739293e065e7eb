package io.jenkins.plugins.baseten.credentials;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * The credentials of our type in the stores of folders and of the controller. No permission is checked: the
 * caller decides what a user may see.
 */
public final class StoredKeys {
    private StoredKeys() {}

    /**
     * The credentials in the store of a folder itself.
     *
     * @param folder the full name of the folder, empty for the controller
     */
    @NonNull
    public static List<StoredKey> in(@NonNull String folder) {
        return CredentialStores.in(folder, BasetenApiKeyCredentials.class).stream()
                .map(found -> new StoredKey(new KeyId(folder, found.credential().getId()), found.credential()))
                .toList();
    }

    /** The credentials in the stores of the controller and of all folders. */
    @NonNull
    public static List<StoredKey> everywhere() {
        return CredentialStores.folders().stream()
                .flatMap(folder -> in(folder).stream())
                .toList();
    }
}
