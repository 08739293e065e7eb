package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import java.io.IOException;

/** The agent on which a block runs. */
@FunctionalInterface
public interface BlockAgent {
    /** The block runs on no agent. */
    BlockAgent NONE = () -> null;

    /**
     * A directory on the agent; null if the block is outside of {@code node}.
     *
     * @throws IOException if the agent is not connected
     */
    @CheckForNull
    FilePath directory() throws IOException, InterruptedException;
}
