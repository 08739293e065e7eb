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

/**
 * Removes directories of logins whose blocks are over. A directory that cannot be removed stays and disturbs no
 * other login.
 */
final class Leftover {
    private static final Logger LOGGER = Logger.getLogger(Leftover.class.getName());

    private Leftover() {}

    /**
     * Removes directories of this machine.
     *
     * @return the paths that are gone now, including those that were gone before the call
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
     * Removes directories that may be on this machine or on another one. The names of directories are random,
     * so a directory with a wanted name is the wanted directory.
     *
     * @return the paths that were on this machine and are gone now
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

    /**
     * The path; null for a text that names no directory of a login, or that is a path of another operating
     * system.
     */
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
