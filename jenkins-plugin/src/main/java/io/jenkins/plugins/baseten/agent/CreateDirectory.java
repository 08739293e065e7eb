package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jenkins.MasterToSlaveFileCallable;

/**
 * The one call on the way in: makes the directory of a login with its files, removes what dead
 * blocks left on this node, and looks whether the command is there.
 */
public final class CreateDirectory extends MasterToSlaveFileCallable<CreateDirectory.Created> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String name;
    private final HashMap<String, byte[]> files;
    private final ArrayList<String> leftovers;

    @CheckForNull
    private final ToolCheck tool;

    /**
     * @param name of the directory, under that which the call is made for
     * @param files content by name
     * @param leftovers paths of directories to remove
     * @param tool the command to look for, or null
     */
    public CreateDirectory(
            @NonNull String name,
            @NonNull Map<String, byte[]> files,
            @NonNull List<String> leftovers,
            @CheckForNull ToolCheck tool) {
        this.name = name;
        this.files = new HashMap<>(files);
        this.leftovers = new ArrayList<>(leftovers);
        this.tool = tool;
    }

    /** What the controller needs to know about the machine. */
    public static final class Created implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String separator;
        private final ArrayList<String> swept;
        private final boolean toolMissing;
        private final String java;

        Created(String separator, List<String> swept, boolean toolMissing, String java) {
            this.separator = separator;
            this.swept = new ArrayList<>(swept);
            this.toolMissing = toolMissing;
            this.java = java;
        }

        /** What separates the names in a path. */
        @NonNull
        public String separator() {
            return separator;
        }

        /** The leftovers that are gone. */
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
    public Created invoke(File parent, VirtualChannel channel) throws IOException {
        Path directory = parent.toPath().resolve(name);
        Files.createDirectories(parent.toPath());
        List<String> swept = new ArrayList<>();
        for (String leftover : leftovers) {
            if (DirectoryName.isOurs(Path.of(leftover))) {
                PrivateFiles.delete(Path.of(leftover));
                swept.add(leftover);
            }
        }
        try {
            PrivateFiles.create(directory, files);
        } catch (IOException | RuntimeException e) {
            PrivateFiles.delete(directory);
            throw e;
        }
        return new Created(
                File.separator,
                swept,
                tool != null && tool.isMissing(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
}
