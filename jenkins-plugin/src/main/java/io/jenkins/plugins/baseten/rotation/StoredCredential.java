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
import io.github.basetenci.managed.RefusedException;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** A credential of any type, and the store that owns it. No permission is checked. */
record StoredCredential(
        @NonNull KeyId id,
        @NonNull CredentialsStore store,
        @NonNull Domain domain,
        @NonNull IdCredentials credential) {

    /**
     * The only credential with a name.
     *
     * @throws RefusedException if there is no such credential, or more than one
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

    /** All credentials with a name. A store can have one such credential in each domain. */
    @NonNull
    static List<StoredCredential> all(@NonNull KeyId id) {
        return in(id.folder()).stream()
                .filter(stored -> stored.credential.getId().equals(id.credentialsId()))
                .toList();
    }

    /**
     * The credentials in the store of a folder itself.
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

    /** The credential as the only type that can be rotated. The fields of other types are not known. */
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

    /** The key in the credential. */
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
            // The message is left out, because it describes a text that the user must not see.
        } catch (RuntimeException e) {
            // Some types of credentials read the secret from another server at this moment.
            throw new RefusedException(Messages.no_secret(id, e.getClass().getName()));
        }
        throw new RefusedException(Messages.no_key(id));
    }

    /** The URL that the key belongs to. The key is sent only to this URL. */
    @NonNull
    RemoteUrl url() throws RefusedException {
        String url = credential instanceof BasetenApiKeyCredentialsImpl ours ? ours.getRemoteUrl() : null;
        try {
            return url == null ? RemoteUrl.DEFAULT : BasetenConfiguration.get().parse(url, Messages.the_url_of(id));
        } catch (InvalidRemoteUrlException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    /** The text names the credential, never the key. */
    @NonNull
    @Override
    public String toString() {
        return "StoredCredential[" + id + "]";
    }
}
