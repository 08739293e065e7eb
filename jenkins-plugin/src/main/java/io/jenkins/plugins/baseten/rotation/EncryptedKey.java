package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.Secret;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.managed.PrivateFile;
import io.github.basetenci.rotation.NewKeyStorage;
import io.github.basetenci.rotation.RotationIOException;
import java.util.Optional;

/** A key in a file, encrypted by Jenkins like every {@link Secret}. */
final class EncryptedKey implements NewKeyStorage {
    private final PrivateFile file;

    EncryptedKey(@NonNull PrivateFile file) {
        this.file = file;
    }

    /** The name does not depend on the path of the file, because the journal stores the name. */
    @NonNull
    @Override
    public String name() {
        return "the controller";
    }

    @NonNull
    @Override
    public Optional<ApiKey> load() throws RotationIOException {
        Optional<String> text = file.read().map(String::trim);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Secret secret = Secret.decrypt(text.get());
        if (secret == null) {
            throw new RotationIOException(Messages.key_undecryptable(file.path()));
        }
        try {
            return Optional.of(ApiKey.of(secret.getPlainText()));
        } catch (InvalidKeyException e) {
            throw new RotationIOException(Messages.key_undecryptable(file.path()), e);
        }
    }

    @Override
    public void save(@NonNull ApiKey key) throws RotationIOException {
        file.write(Secret.fromString(key.reveal()).getEncryptedValue() + "\n");
    }

    @Override
    public void clear() throws RotationIOException {
        file.delete();
    }
}
