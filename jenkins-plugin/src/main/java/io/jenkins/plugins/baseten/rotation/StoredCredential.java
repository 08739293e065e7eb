package io.jenkins.plugins.baseten.rotation;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.ACL;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** A credential, of any type, and the store that owns it. Nobody's permissions are asked. */
record StoredCredential(
        @NonNull KeyId id,
        @NonNull CredentialsStore store,
        @NonNull Domain domain,
        @NonNull IdCredentials credential) {

    /**
     * The one credential of that name.
     *
     * @throws RefusedException if there is none, or more than one
     */
    @NonNull
    static StoredCredential find(@NonNull KeyId id) throws RefusedException {
        List<StoredCredential> found = all(id);
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new RefusedException(
                found.isEmpty()
                        ? CredentialStores.owner(id.folder()) == null
                                ? Messages.no_folder(id.credentialsId(), id.folder())
                                : Messages.no_credential(id)
                        : Messages.ambiguous(id, found.size()));
    }

    /** The credentials of that name, of which a store can have one a domain. */
    @NonNull
    static List<StoredCredential> all(@NonNull KeyId id) {
        return in(id.folder()).stream()
                .filter(stored -> stored.credential.getId().equals(id.credentialsId()))
                .toList();
    }

    /**
     * The credentials that a folder has itself.
     *
     * @param folder the full name of a folder, empty for the controller
     */
    @NonNull
    static List<StoredCredential> in(@NonNull String folder) {
        return CredentialStores.in(folder, IdCredentials.class).stream()
                .map(found -> new StoredCredential(
                        new KeyId(folder, found.credential().getId()),
                        found.store(),
                        found.domain(),
                        found.credential()))
                .toList();
    }

    /** It as the one type that can be rotated: of others nobody knows what else they consist of. */
    @NonNull
    BasetenApiKeyCredentialsImpl asApiKey() throws RefusedException {
        if (credential instanceof BasetenApiKeyCredentialsImpl ours) {
            return ours;
        }
        throw new RefusedException(
                Messages.wrong_type(id, credential.getDescriptor().getDisplayName()));
    }

    /** Refuses a store that cannot be written, and a credential that something else writes. */
    @NonNull
    BasetenApiKeyCredentialsImpl requireWritable() throws RefusedException {
        BasetenApiKeyCredentialsImpl ours = asApiKey();
        if (!store.hasPermission2(ACL.SYSTEM2, CredentialsProvider.UPDATE)) {
            throw new RefusedException(Messages.read_only(id));
        }
        if (CascOwned.get().owns(this)) {
            throw new RefusedException(Messages.casc_owned(id));
        }
        return ours;
    }

    /** The key in it. */
    @NonNull
    ApiKey key() throws RefusedException {
        if (!(credential instanceof StringCredentials text)) {
            throw new RefusedException(
                    Messages.wrong_type(id, credential.getDescriptor().getDisplayName()));
        }
        try {
            ApiKey key = ApiKey.given(text.getSecret().getPlainText().trim());
            if (!key.prefix().isEmpty()) {
                return key;
            }
        } catch (InvalidKeyException e) {
            // Its message is about a text that is none of the user's business here.
        } catch (RuntimeException e) {
            // Some types ask another server at this moment.
            throw new RefusedException(Messages.no_secret(id, e.getClass().getName()));
        }
        throw new RefusedException(Messages.no_key(id));
    }

    /** Where the key belongs, and where alone it is sent. */
    @NonNull
    RemoteUrl url() throws RefusedException {
        String url = credential instanceof BasetenApiKeyCredentialsImpl ours ? ours.getRemoteUrl() : null;
        try {
            return url == null ? RemoteUrl.DEFAULT : BasetenConfiguration.get().parse(url, Messages.the_url_of(id));
        } catch (InvalidRemoteUrlException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    /** Names the credential, never the key. */
    @NonNull
    @Override
    public String toString() {
        return "StoredCredential[" + id + "]";
    }
}
