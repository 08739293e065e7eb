package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names of directories of logins. A name is random, so it tells nothing and no two directories have one name. */
public final class DirectoryName {
    private static final Pattern SHAPE = Pattern.compile("baseten-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private DirectoryName() {}

    /** A name that was never used. */
    @NonNull
    public static String next() {
        return "baseten-" + UUID.randomUUID();
    }

    /** Whether a path ends in a name that this class makes. */
    static boolean isOurs(@NonNull Path path) {
        Path name = path.getFileName();
        return name != null && SHAPE.matcher(name.toString()).matches();
    }
}
