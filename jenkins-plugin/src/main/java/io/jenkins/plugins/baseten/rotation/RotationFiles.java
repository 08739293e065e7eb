package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.RotationIOException;
import java.nio.file.Path;
import jenkins.model.Jenkins;

/** What the controller keeps about the rotations of one credential, in a directory of their own. */
record RotationFiles(@NonNull Path directory) {
    /** {@code $JENKINS_HOME/baseten}; secret, like all that Jenkins keeps. */
    @NonNull
    static Path root() {
        return Jenkins.get().getRootDir().toPath().resolve("baseten");
    }

    @NonNull
    static RotationFiles in(@NonNull String name) {
        return new RotationFiles(root().resolve("rotations").resolve(name));
    }

    /** Who began the unfinished rotation, and with what; its presence is what makes it unfinished. */
    @NonNull
    PrivateFile order() {
        return file("rotation.json");
    }

    @NonNull
    PrivateFile journal() {
        return file("journal.json");
    }

    @NonNull
    PrivateFile history() {
        return file("history.jsonl");
    }

    /** The new key, until the rotation ends. */
    @NonNull
    EncryptedKey newKey() {
        return new EncryptedKey(file("new-key"));
    }

    /** What an abort puts back. */
    @NonNull
    EncryptedKey oldKey() {
        return new EncryptedKey(file("old-key"));
    }

    /** Leaves the history alone. Keys go first; without an order nobody reads the journal any more. */
    void forgetRotation() throws RotationIOException {
        newKey().clear();
        oldKey().clear();
        order().delete();
        journal().delete();
    }

    private PrivateFile file(String name) {
        return new PrivateFile(directory.resolve(name));
    }
}
