package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.RotationIOException;
import java.nio.file.Path;
import jenkins.model.Jenkins;

/** The files about the rotations of one credential, in a directory for this credential. */
record RotationFiles(@NonNull Path directory) {
    /** The directory {@code $JENKINS_HOME/baseten}. It is secret, like everything in {@code $JENKINS_HOME}. */
    @NonNull
    static Path root() {
        return Jenkins.get().getRootDir().toPath().resolve("baseten");
    }

    @NonNull
    static RotationFiles in(@NonNull String name) {
        return new RotationFiles(root().resolve("rotations").resolve(name));
    }

    /** The file with the start of the unfinished rotation. A rotation is unfinished as long as this file exists. */
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

    /** The file with the new key, until the rotation ends. */
    @NonNull
    EncryptedKey newKey() {
        return new EncryptedKey(file("new-key"));
    }

    /** The file with the old key, which an abort puts back. */
    @NonNull
    EncryptedKey oldKey() {
        return new EncryptedKey(file("old-key"));
    }

    /**
     * Deletes the files of the unfinished rotation, and keeps the history. The keys are deleted first. After
     * the order is deleted, nobody reads the journal.
     */
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
