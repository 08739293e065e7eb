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
 * Which directories of logins exist, on which node and for which build: written before a directory
 * is made and after it is gone, so that what a lost agent or a killed controller left behind is
 * known. Holds no key.
 */
@Extension
public final class Leftovers implements Saveable {
    private static final Logger LOGGER = Logger.getLogger(Leftovers.class.getName());

    private final ArrayList<Place> places = new ArrayList<>();

    /**
     * A directory of a machine that is no agent of this controller any more.
     *
     * @param node the name that the agent had
     * @param path of the directory
     * @param build whose login it was, as {@link Run#fromExternalizableId} takes it
     */
    public record Lost(
            @NonNull String node,
            @NonNull String path,
            @NonNull String build) {}

    /** A directory on a node. */
    private static final class Place {
        private final String node;
        private final String path;
        private final String build;

        /** Whether the machine ends with its agent, and its disk with it. */
        private final boolean temporary;

        /** Whether its agent was taken from Jenkins; one that has the name now may be another machine. */
        private boolean removed;

        /** Whether the block is over and the directory could not be removed. */
        private boolean orphaned;

        Place(String node, String path, String build, boolean temporary) {
            this.node = node;
            this.path = path;
            this.build = build;
            this.temporary = temporary;
        }

        /** The controller itself has no name and is never lost. */
        boolean isLost() {
            return !node.isEmpty() && (removed || Objects.isNull(Jenkins.get().getNode(node)));
        }

        boolean isOver() {
            return orphaned || !isRunning(build);
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
     * A directory that a build is about to make.
     *
     * @param temporary whether the machine ends with its agent
     */
    public synchronized void expect(
            @NonNull String node, @NonNull String path, @NonNull Run<?, ?> run, boolean temporary) throws IOException {
        places.add(new Place(node, path, run.getExternalizableId(), temporary));
        save();
    }

    /** Directories that are gone, on whatever node: no two have one path. */
    public synchronized void forget(@NonNull Collection<String> paths) {
        if (places.removeIf(place -> paths.contains(place.path))) {
            saveOrLog();
        }
    }

    /** A directory that could not be removed when its block ended, by its path or by its name alone. */
    public synchronized void orphan(@NonNull String name) {
        for (Place place : places) {
            if (place.path.endsWith(name)) {
                place.orphaned = true;
            }
        }
        saveOrLog();
    }

    /** Whether the agent of a directory was taken from the controller. */
    synchronized boolean isLost(@NonNull String path) {
        return places.stream().anyMatch(place -> place.path.equals(path) && place.isLost());
    }

    /**
     * Tells the log of a build that a directory is still there, and what becomes of it.
     *
     * @param problem why it could not be deleted, if its agent is still one of the controller's
     */
    @NonNull
    synchronized String line(@NonNull String path, @NonNull String problem) {
        return places.stream()
                .filter(place -> place.path.equals(path))
                .findFirst()
                .map(place -> place.line(problem))
                .orElseGet(() -> Messages.not_deleted(path, problem));
    }

    /** The same for all that a build which ends leaves behind and has not told of yet. */
    @NonNull
    synchronized List<String> lines(@NonNull Run<?, ?> run) {
        List<String> lines = new ArrayList<>();
        for (Place place : places) {
            if (!place.orphaned && place.build.equals(run.getExternalizableId())) {
                place.orphaned = true;
                lines.add(place.line(Messages.build_ended()));
            }
        }
        if (!lines.isEmpty()) {
            saveOrLog();
        }
        return lines;
    }

    /** Forgets a directory of {@link #lost}, by its path, at the word of an administrator. */
    public void dismiss(@NonNull String path) {
        if (lostPaths().contains(path)) {
            forget(List.of(path));
        }
    }

    private synchronized void remove(String node) {
        boolean any = false;
        for (Place place : places) {
            if (place.node.equals(node)) {
                place.removed = true;
                any = true;
            }
        }
        if (any) {
            saveOrLog();
        }
    }

    /** How many directories exist, as far as is known. */
    public synchronized int size() {
        return places.size();
    }

    /** The directories on a node that no block needs any more. */
    @NonNull
    public List<String> on(@NonNull String node) {
        return places().stream()
                .filter(place -> place.node.equals(node) && !place.isLost() && place.isOver())
                .map(place -> place.path)
                .toList();
    }

    /**
     * The directories on machines that were taken from the controller, and that no block needs any more.
     * Each is remembered until its machine is seen again, as whatever agent, or until an administrator
     * dismisses it.
     */
    @NonNull
    public List<Lost> lost() {
        return places().stream()
                .filter(place -> !place.temporary && place.isLost() && place.isOver())
                .map(place -> new Lost(place.node, place.path, place.build))
                .toList();
    }

    /** The paths of {@link #lost}. */
    @NonNull
    public List<String> lostPaths() {
        return lost().stream().map(Lost::path).toList();
    }

    private synchronized List<Place> places() {
        return List.copyOf(places);
    }

    private static boolean isRunning(String build) {
        // Who starts a build here need not be allowed to see the other builds of this node.
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Run<?, ?> run = Run.fromExternalizableId(build);
            return run != null && run.isLogUpdated();
        }
    }

    /** Machines that end with their agents took their directories with them. */
    synchronized void forgetTemporary() {
        if (places.removeIf(place -> place.temporary && place.isLost())) {
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
                Jenkins.XSTREAM2,
                new File(Jenkins.get().getRootDir(), "io.jenkins.plugins.baseten.login.Leftovers.xml"));
    }

    /** Nodes that are taken from the controller. */
    @Extension
    public static final class Watcher extends NodeListener {
        @Override
        protected void onDeleted(@NonNull Node node) {
            get().remove(node.getNodeName());
        }
    }
}
