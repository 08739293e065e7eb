package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jenkins.MasterToSlaveFileCallable;

/**
 * Called once when a block begins: makes the directory of a login with its files, removes the directories that
 * ended blocks left on this node, and looks whether the command is on the node.
 */
public final class CreateDirectory extends MasterToSlaveFileCallable<CreateDirectory.Created> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String name;
    private final HashMap<String, byte[]> files;
    private final ArrayList<String> leftovers;
    private final ArrayList<String> lost;

    @CheckForNull
    private final ToolCheck tool;

    /**
     * @param name of the directory, below the directory that the call is made for
     * @param files content by name
     * @param leftovers paths of directories to remove
     * @param lost paths of directories of machines that are no longer agents; this machine may be one of those
     * @param tool the command to look for, or null
     */
    public CreateDirectory(
            @NonNull String name,
            @NonNull Map<String, byte[]> files,
            @NonNull List<String> leftovers,
            @NonNull List<String> lost,
            @CheckForNull ToolCheck tool) {
        this.name = name;
        this.files = new HashMap<>(files);
        this.leftovers = new ArrayList<>(leftovers);
        this.lost = new ArrayList<>(lost);
        this.tool = tool;
    }

    /** What the call tells the controller about the machine. */
    public static final class Created implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @CheckForNull
        private final String refusal;

        private final String separator;
        private final ArrayList<String> swept;
        private final boolean toolMissing;
        private final String java;

        Created(@CheckForNull String refusal, List<String> swept, boolean toolMissing) {
            this.refusal = refusal;
            this.separator = File.separator;
            this.swept = new ArrayList<>(swept);
            this.toolMissing = toolMissing;
            this.java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }

        /** Why the directory could not be made, or null if it was made. */
        @CheckForNull
        public String refusal() {
            return refusal;
        }

        /** The character that separates the names in a path of this machine. */
        @NonNull
        public String separator() {
            return separator;
        }

        /** The paths of the leftovers that are gone now. */
        @NonNull
        public List<String> swept() {
            return List.copyOf(swept);
        }

        /** Whether the command must be copied. */
        public boolean toolMissing() {
            return toolMissing;
        }

        /** The Java command that the agent itself runs on. */
        @NonNull
        public String java() {
            return java;
        }
    }

    @Override
    public Created invoke(File parent, VirtualChannel channel) throws IOException, InterruptedException {
        List<String> swept = new ArrayList<>(Leftover.remove(leftovers));
        swept.addAll(Leftover.removeIfHere(lost));
        Path directory = parent.toPath().resolve(name);
        try {
            make(parent.toPath(), directory);
        } catch (FileSystemException e) {
            AgentFiles.delete(directory);
            return new Created(reason(e), swept, false);
        } catch (IOException | RuntimeException e) {
            AgentFiles.delete(directory);
            throw e;
        }
        if (Thread.interrupted()) {
            // The caller no longer waits for the answer, so nobody would remove the directory.
            AgentFiles.delete(directory);
            throw new InterruptedException();
        }
        return new Created(null, swept, tool != null && tool.isMissing());
    }

    private void make(Path parent, Path directory) throws IOException {
        if (Files.isSymbolicLink(parent)) {
            throw new FileSystemException(parent.toString(), null, "it is a symbolic link");
        }
        Files.createDirectories(parent);
        AgentFiles.create(directory, files);
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it is no directory";
        }
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }
}
