package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.ACL;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.RefusedException;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.Optional;
import java.util.function.Predicate;
import jenkins.model.Jenkins;

/**
 * Finds other credentials with a key that is to be revoked. After the revocation these credentials would not
 * work.
 */
final class OtherCredentials {
    private OtherCredentials() {}

    /**
     * The name of another credential with the key, as far as the current user may know the name.
     *
     * @param id the credential whose key is to be revoked
     */
    @NonNull
    static Optional<String> find(@NonNull KeyId id, @NonNull Predicate<ApiKey> key) {
        for (String folder : CredentialStores.folders()) {
            for (StoredCredential other : StoredCredential.in(folder)) {
                if (!other.id().equals(id) && holds(other, key)) {
                    return Optional.of(mayBeNamed(other, id) ? other.id().toString() : Messages.another_store());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a message may name the other credential. A user who may rotate this key need not have permission
     * to see other folders, and he also reads the messages that were made as SYSTEM.
     */
    private static boolean mayBeNamed(StoredCredential other, KeyId id) {
        return other.id().folder().equals(id.folder())
                || Jenkins.get().hasPermission(Jenkins.ADMINISTER) && !ACL.SYSTEM2.equals(Jenkins.getAuthentication2());
    }

    private static boolean holds(StoredCredential other, Predicate<ApiKey> key) {
        try {
            return key.test(other.key());
        } catch (RefusedException e) {
            return false;
        }
    }
}
