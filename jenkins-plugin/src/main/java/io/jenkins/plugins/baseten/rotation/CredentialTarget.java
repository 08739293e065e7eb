package io.jenkins.plugins.baseten.rotation;

import com.cloudbees.plugins.credentials.CredentialsStore;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.Secret;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** A credential of Jenkins as the target of a rotation. Only its key is replaced. */
final class CredentialTarget implements Target {
    private final String name;
    private final Supplier<KeyId> where;
    private final RemoteUrl url;
    private final Supplier<String> leaving;
    private final boolean back;

    /**
     * Creates a target.
     *
     * @param name the name of the target in the journal
     * @param where the credential; its folder may get another name during the rotation
     * @param url the URL that both keys belong to
     * @param leaving the prefix of the key that is revoked at the end
     * @param back whether the rotation goes back to the old key. Then a credential that was deleted needs no
     *     key, and a credential that somebody has given another key keeps that key
     */
    CredentialTarget(
            @NonNull String name,
            @NonNull Supplier<KeyId> where,
            @NonNull RemoteUrl url,
            @NonNull Supplier<String> leaving,
            boolean back) {
        this.name = name;
        this.where = where;
        this.url = url;
        this.leaving = leaving;
        this.back = back;
    }

    @NonNull
    @Override
    public String name() {
        return name;
    }

    @Override
    public void check(@NonNull String oldPrefix) throws RotationIOException {
        try {
            StoredCredential stored = StoredCredential.find(where.get());
            stored.requireWritable();
            requireUrl(stored);
            if (!stored.key().prefix().equals(oldPrefix)) {
                throw otherKey(stored);
            }
        } catch (RefusedException e) {
            throw new RotationIOException(e.getMessage(), e);
        }
    }

    @Override
    public void write(@NonNull ApiKey key, @NonNull String expectedPrefix) throws RotationIOException {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            if (isGone()) {
                return;
            }
            CredentialsStore store = StoredCredential.find(where.get()).store();
            synchronized (StoreMonitor.of(store)) {
                StoredCredential stored = StoredCredential.find(where.get());
                if (back && isAnother(stored.key(), key, expectedPrefix)) {
                    Audit.warn(stored.id(), Messages.left_alone(stored.key().prefix()));
                    return;
                }
                replace(stored, key, expectedPrefix);
            }
            if (!StoredCredential.find(where.get()).key().equals(key)) {
                throw new RotationIOException(Messages.not_taken(where.get()));
            }
        } catch (RefusedException e) {
            throw new RotationIOException(e.getMessage(), e);
        }
    }

    private void replace(StoredCredential stored, ApiKey key, String expectedPrefix)
            throws RefusedException, RotationIOException {
        ApiKey present = stored.key();
        BasetenApiKeyCredentialsImpl before = present.equals(key) ? stored.asApiKey() : stored.requireWritable();
        requireUrl(stored);
        if (isAnother(present, key, expectedPrefix)) {
            throw otherKey(stored);
        }
        try {
            // The credential is saved even if it already has the key, because a failed write may have changed
            // it only in memory.
            boolean updated = stored.store()
                    .updateCredentials(stored.domain(), before, before.withSecret(Secret.fromString(key.reveal())));
            if (!updated) {
                throw new RotationIOException(Messages.not_taken(stored.id()));
            }
        } catch (IOException | RuntimeException e) {
            // The message is left out: a message of another plugin's store could quote a key.
            throw new RotationIOException(
                    Messages.not_written(stored.id(), e.getClass().getName()), e);
        }
    }

    private static boolean isAnother(ApiKey present, ApiKey wanted, String expectedPrefix) {
        return !present.equals(wanted) && !present.prefix().equals(expectedPrefix);
    }

    /**
     * The rotation asks for the prefix before it revokes a key. A key must not be revoked while another
     * credential has it, so this method also checks the other credentials.
     */
    @NonNull
    @Override
    public Optional<String> currentPrefix() throws RotationIOException {
        refuseSharedKey();
        if (isGone()) {
            return Optional.of("");
        }
        try {
            return Optional.of(StoredCredential.find(where.get()).key().prefix());
        } catch (RefusedException e) {
            throw new RotationIOException(e.getMessage(), e);
        }
    }

    private boolean isGone() {
        return back && StoredCredential.all(where.get()).isEmpty();
    }

    private void refuseSharedKey() throws RotationIOException {
        String prefix = leaving.get();
        Optional<String> other =
                OtherCredentials.find(where.get(), key -> key.prefix().equals(prefix));
        if (other.isPresent()) {
            throw new RotationIOException(Messages.leaving_shared(other.get(), prefix));
        }
    }

    private void requireUrl(StoredCredential stored) throws RefusedException {
        if (!stored.url().equals(url)) {
            throw new RefusedException(Messages.other_url(stored.id(), stored.url(), url));
        }
    }

    private static RotationIOException otherKey(StoredCredential stored) throws RefusedException {
        return new RotationIOException(
                Messages.other_key(stored.id(), stored.key().prefix()));
    }
}
