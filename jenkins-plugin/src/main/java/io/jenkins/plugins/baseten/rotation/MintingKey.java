package io.jenkins.plugins.baseten.rotation;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.RefusedException;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.List;

/**
 * Finds the minting key, which creates and deletes keys, in the controller's own store. No job may be able to
 * use this key.
 */
final class MintingKey {
    private MintingKey() {}

    /**
     * Finds the key of a minting credential.
     *
     * @param url the URL that the key will be sent to
     * @throws RefusedException if there is no such key, a job could use the key, or the key belongs to another
     *     URL
     */
    @NonNull
    static ApiKey find(@NonNull String credentialsId, @NonNull RemoteUrl url) throws RefusedException {
        StoredCredential stored = find(credentialsId);
        if (stored.credential().getScope() != CredentialsScope.SYSTEM) {
            throw new RefusedException(Messages.minting_not_system(credentialsId));
        }
        ApiKey key = stored.key();
        if (!stored.url().equals(url)) {
            throw new RefusedException(Messages.minting_other_url(credentialsId, stored.url(), url));
        }
        return key;
    }

    private static StoredCredential find(String credentialsId) throws RefusedException {
        List<StoredCredential> found = StoredCredential.all(new KeyId("", credentialsId)).stream()
                .filter(stored -> stored.store().getClass().getEnclosingClass() == SystemCredentialsProvider.class)
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new RefusedException(
                found.isEmpty() ? Messages.no_minting(credentialsId) : Messages.ambiguous(credentialsId, found.size()));
    }
}
