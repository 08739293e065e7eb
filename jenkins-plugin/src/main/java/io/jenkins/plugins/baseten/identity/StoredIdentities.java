package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The workload identities in the stores of folders and of the controller. No permission is checked: the caller
 * decides what a user may see.
 */
public final class StoredIdentities {
    private StoredIdentities() {}

    /**
     * The identities in the store of a folder itself.
     *
     * @param folder the full name of the folder, empty for the controller
     */
    @NonNull
    public static Map<KeyId, BasetenWorkloadIdentityCredentials> in(@NonNull String folder) {
        Map<KeyId, BasetenWorkloadIdentityCredentials> identities = new LinkedHashMap<>();
        CredentialStores.in(folder, BasetenWorkloadIdentityCredentials.class)
                .forEach(found ->
                        identities.put(new KeyId(folder, found.credential().getId()), found.credential()));
        return identities;
    }
}
