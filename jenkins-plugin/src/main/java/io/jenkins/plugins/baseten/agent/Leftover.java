package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Removes directories of logins whose blocks are over. One that resists stays, and is in the way of nobody. */
final class Leftover {
    private static final Logger LOGGER = Logger.getLogger(Leftover.class.getName());

    private Leftover() {}

    /**
     * Removes directories of this machine.
     *
     * @return those that are gone now, also such as were gone before
     */
    @NonNull
    static List<String> remove(@NonNull List<String> paths) {
        List<String> gone = new ArrayList<>();
        for (String text : paths) {
            Path path = path(text);
            if (path != null && delete(path)) {
                gone.add(text);
            }
        }
        return gone;
    }

    /**
     * Removes directories that may be on this machine or on another one. Their names are random, so one
     * that is here is the one that is looked for.
     *
     * @return those that were here and are gone now
     */
    @NonNull
    static List<String> removeIfHere(@NonNull List<String> paths) {
        return remove(paths.stream().filter(Leftover::isHere).toList());
    }

    private static boolean isHere(String text) {
        Path path = path(text);
        return path != null && path.isAbsolute() && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean delete(Path path) {
        try {
            AgentFiles.delete(path);
            return true;
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "cannot delete what a login left", e);
            return false;
        }
    }

    /** Null for what is no directory of a login, and for a path of another kind of machine. */
    @CheckForNull
    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            Path beside = path.getParent();
            return DirectoryName.isOurs(path) && beside != null && !Files.isSymbolicLink(beside) ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
