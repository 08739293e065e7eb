package io.jenkins.plugins.baseten.login;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.Saveable;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.XStream2;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;

/**
 * The list of the directories of logins, each with its node and its build. The list is saved before a directory
 * is made and after it is gone, so that the directories of a lost agent or a killed controller are known. It
 * contains no key.
 */
@Extension
public final class Leftovers implements Saveable {
    private static final Logger LOGGER = Logger.getLogger(Leftovers.class.getName());

    private static final XStream2 XSTREAM = new XStream2();

    static {
        // Version 0.1.0 stored the class under these names.
        XSTREAM.addCompatibilityAlias(Leftovers.class.getName() + "$Place", Directory.class);
        XSTREAM.aliasField("places", Leftovers.class, "directories");
        XSTREAM.aliasField("orphaned", Directory.class, "left");
    }

    private final ArrayList<Directory> directories = new ArrayList<>();

    /**
     * A directory of a machine that is no longer an agent of this controller.
     *
     * @param node the name that the agent had
     * @param path of the directory
     * @param build the build of the login, as a name for {@link Run#fromExternalizableId}
     */
    public record Lost(
            @NonNull String node,
            @NonNull String path,
            @NonNull String build) {}

    /** A directory on a node. */
    private static final class Directory {
        private final String node;
        private final String path;
        private final String build;

        /** Whether the machine and its disk are deleted together with the agent. */
        private final boolean temporary;

        /**
         * Whether the agent of the directory was taken from Jenkins. An agent that has its name now may be
         * another machine.
         */
        private boolean removed;

        /** Whether the block is over and the directory could not be removed. */
        private boolean left;

        Directory(String node, String path, String build, boolean temporary) {
            this.node = node;
            this.path = path;
            this.build = build;
            this.temporary = temporary;
        }

        /** Whether the agent was taken from Jenkins. The controller itself has the empty name and is never lost. */
        boolean isLost() {
            return !node.isEmpty() && (removed || Objects.isNull(Jenkins.get().getNode(node)));
        }

        boolean isOver() {
            return left || !isRunning(build);
        }

        String line(String problem) {
            if (!isLost()) {
                return Messages.not_deleted(path, problem);
            }
            return temporary ? Messages.removed_temporary(path, node) : Messages.removed(path, node);
        }
    }

    public Leftovers() {
        XmlFile file = file();
        try {
            if (file.exists()) {
                file.unmarshal(this);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot read which directories of logins are left; starting anew", e);
        }
    }

    @NonNull
    public static Leftovers get() {
        return ExtensionList.lookupSingleton(Leftovers.class);
    }

    /**
     * Notes a directory that a build is about to make.
     *
     * @param temporary whether the machine is deleted together with its agent
     */
    public synchronized void expect(
            @NonNull String node, @NonNull String path, @NonNull Run<?, ?> run, boolean temporary) throws IOException {
        directories.add(new Directory(node, path, run.getExternalizableId(), temporary));
        save();
    }

    /** Forgets directories that are gone. The node is not needed, because no two directories have one path. */
    public synchronized void forget(@NonNull Collection<String> paths) {
        if (directories.removeIf(directory -> paths.contains(directory.path))) {
            saveOrLog();
        }
    }

    /**
     * Notes that a directory could not be removed when its block ended. The directory is given by its path or
     * by its name.
     */
    public synchronized void leave(@NonNull String name) {
        for (Directory directory : directories) {
            if (directory.path.endsWith(name)) {
                directory.left = true;
            }
        }
        saveOrLog();
    }

    /** Whether the agent of a directory was taken from the controller. */
    synchronized boolean isLost(@NonNull String path) {
        return directories.stream().anyMatch(directory -> directory.path.equals(path) && directory.isLost());
    }

    /**
     * The line for the log of a build which says that a directory still exists, and when it is removed.
     *
     * @param problem why the directory could not be deleted, if its agent still belongs to the controller
     */
    @NonNull
    synchronized String line(@NonNull String path, @NonNull String problem) {
        return directories.stream()
                .filter(directory -> directory.path.equals(path))
                .findFirst()
                .map(directory -> directory.line(problem))
                .orElseGet(() -> Messages.not_deleted(path, problem));
    }

    /**
     * The lines of {@link #line} for all directories that a finished build leaves behind and has not reported
     * yet.
     */
    @NonNull
    synchronized List<String> lines(@NonNull Run<?, ?> run) {
        List<String> lines = new ArrayList<>();
        for (Directory directory : directories) {
            if (!directory.left && directory.build.equals(run.getExternalizableId())) {
                directory.left = true;
                lines.add(directory.line(Messages.build_ended()));
            }
        }
        if (!lines.isEmpty()) {
            saveOrLog();
        }
        return lines;
    }

    /** Forgets a directory of {@link #lost}, given by its path, because an administrator has dismissed it. */
    public void dismiss(@NonNull String path) {
        if (lostPaths().contains(path)) {
            forget(List.of(path));
        }
    }

    private synchronized void remove(String node) {
        boolean any = false;
        for (Directory directory : directories) {
            if (directory.node.equals(node)) {
                directory.removed = true;
                any = true;
            }
        }
        if (any) {
            saveOrLog();
        }
    }

    /** The number of directories that are known to exist. */
    public synchronized int size() {
        return directories.size();
    }

    /** The directories on a node that no block needs any more. */
    @NonNull
    public List<String> on(@NonNull String node) {
        return directories().stream()
                .filter(directory -> directory.node.equals(node) && !directory.isLost() && directory.isOver())
                .map(directory -> directory.path)
                .toList();
    }

    /**
     * The directories that no block needs any more and whose machines were taken from the controller. Each
     * directory is remembered until its machine connects again, under any name, or until an administrator
     * dismisses the directory.
     */
    @NonNull
    public List<Lost> lost() {
        return directories().stream()
                .filter(directory -> !directory.temporary && directory.isLost() && directory.isOver())
                .map(directory -> new Lost(directory.node, directory.path, directory.build))
                .toList();
    }

    /** The paths of {@link #lost}. */
    @NonNull
    public List<String> lostPaths() {
        return lost().stream().map(Lost::path).toList();
    }

    private synchronized List<Directory> directories() {
        return List.copyOf(directories);
    }

    private static boolean isRunning(String build) {
        // The look-up runs as SYSTEM, because the user who starts a build may lack the permission to see the
        // other builds of this node.
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Run<?, ?> run = Run.fromExternalizableId(build);
            return run != null && run.isLogUpdated();
        }
    }

    /** Forgets the directories of machines that were deleted together with their agents. */
    synchronized void forgetTemporary() {
        if (directories.removeIf(directory -> directory.temporary && directory.isLost())) {
            saveOrLog();
        }
    }

    @Override
    public synchronized void save() throws IOException {
        file().write(this);
    }

    private void saveOrLog() {
        try {
            save();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot save which directories of logins are left", e);
        }
    }

    private static XmlFile file() {
        return new XmlFile(
                XSTREAM, new File(Jenkins.get().getRootDir(), "io.jenkins.plugins.baseten.login.Leftovers.xml"));
    }

    /** Watches for nodes that are taken from the controller. */
    @Extension
    public static final class Watcher extends NodeListener {
        @Override
        protected void onDeleted(@NonNull Node node) {
            get().remove(node.getNodeName());
        }
    }
}
