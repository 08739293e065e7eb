package io.jenkins.plugins.baseten.rotation;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.List;

/** Finds the key that creates and deletes keys: in the controller's own store, where no job can use it. */
final class MintingKey {
    private MintingKey() {}

    /**
     * The key.
     *
     * @param url where it is about to be sent
     * @throws RefusedException if there is no such key, a job could use it, or it belongs elsewhere
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
