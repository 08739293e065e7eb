package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import jenkins.MasterToSlaveFileCallable;

/** Replaces the content of the files of a login, for commands that start afterwards. */
public final class ReplaceFiles extends MasterToSlaveFileCallable<Void> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final HashMap<String, byte[]> files;

    /** @param files content by name */
    public ReplaceFiles(@NonNull Map<String, byte[]> files) {
        this.files = new HashMap<>(files);
    }

    @Override
    public Void invoke(File directory, VirtualChannel channel) throws IOException {
        AgentFiles.replace(directory.toPath(), files);
        return null;
    }
}
