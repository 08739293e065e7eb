package io.jenkins.plugins.baseten.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serial;
import jenkins.MasterToSlaveFileCallable;

/** Called once when a block ends: removes the directory of its login. */
public final class DeleteDirectory extends MasterToSlaveFileCallable<Void> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Void invoke(File directory, VirtualChannel channel) throws IOException {
        if (!DirectoryName.isOurs(directory.toPath())) {
            throw new IOException("this is no directory of a Baseten login: " + directory);
        }
        AgentFiles.delete(directory.toPath());
        return null;
    }
}
