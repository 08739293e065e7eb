package io.jenkins.plugins.baseten.login;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
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

/**
 * Which directories of logins exist, on which node and for which build: written before a directory
 * is made and after it is gone, so that what a lost agent or a killed controller left behind is
 * known. Holds no key.
 */
@Extension
public final class Leftovers implements Saveable {
    private static final Logger LOGGER = Logger.getLogger(Leftovers.class.getName());

    private final ArrayList<Place> places = new ArrayList<>();

    /** A directory on a node. */
    private static final class Place {
        private final String node;
        private final String path;
        private final String build;

        /** Whether the block is over and the directory could not be removed. */
        private boolean orphaned;

        Place(String node, String path, String build) {
            this.node = node;
            this.path = path;
            this.build = build;
        }

        boolean isAt(String otherNode, String otherPath) {
            return node.equals(otherNode) && path.equals(otherPath);
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

    /** A directory that a build is about to make. */
    public synchronized void expect(@NonNull String node, @NonNull String path, @NonNull Run<?, ?> run)
            throws IOException {
        places.add(new Place(node, path, run.getExternalizableId()));
        save();
    }

    /** Directories that are gone. */
    public synchronized void forget(@NonNull String node, @NonNull Collection<String> paths) {
        if (places.removeIf(place -> place.node.equals(node) && paths.contains(place.path))) {
            saveOrLog();
        }
    }

    /** A directory that could not be removed when its block ended. */
    public synchronized void orphan(@NonNull String node, @NonNull String path) {
        for (Place place : places) {
            if (place.isAt(node, path)) {
                place.orphaned = true;
            }
        }
        saveOrLog();
    }

    /** The same for a directory of which no more is known than its name. */
    public synchronized void orphan(@NonNull String name) {
        for (Place place : places) {
            if (place.path.endsWith(name)) {
                place.orphaned = true;
            }
        }
        saveOrLog();
    }

    /** How many directories exist, as far as is known. */
    public synchronized int size() {
        return places.size();
    }

    /** The directories on a node that no block needs any more. */
    @NonNull
    public List<String> on(@NonNull String node) {
        List<Place> candidates;
        synchronized (this) {
            candidates =
                    places.stream().filter(place -> place.node.equals(node)).toList();
        }
        return candidates.stream()
                .filter(place -> place.orphaned || !isRunning(place.build))
                .map(place -> place.path)
                .toList();
    }

    private static boolean isRunning(String build) {
        // Who starts a build here need not be allowed to see the other builds of this node.
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Run<?, ?> run = Run.fromExternalizableId(build);
            return run != null && run.isLogUpdated();
        }
    }

    /** Nodes that are gone for good took their directories with them. */
    synchronized void forgetLostNodes() {
        Jenkins jenkins = Jenkins.get();
        if (places.removeIf(place -> !place.node.isEmpty() && Objects.isNull(jenkins.getNode(place.node)))) {
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
}
