package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.ACL;
import io.github.basetenci.key.ApiKey;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.Optional;
import java.util.function.Predicate;
import jenkins.model.Jenkins;

/** Finds the other credentials that have a key which is to be revoked: they would be left with a key that fails. */
final class OtherCredentials {
    private OtherCredentials() {}

    /**
     * The name of one of them, as the current user may know it.
     *
     * @param id the credential whose key it is
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

    /** Who may rotate here need not be allowed to know what is elsewhere, and reads what SYSTEM was told. */
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
