package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names of directories of logins: random, so that they tell nothing and meet nothing. */
public final class DirectoryName {
    private static final Pattern SHAPE = Pattern.compile("baseten-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private DirectoryName() {}

    /** A name that was never used. */
    @NonNull
    public static String next() {
        return "baseten-" + UUID.randomUUID();
    }

    /** Whether a path ends in such a name. */
    static boolean isOurs(@NonNull Path path) {
        Path name = path.getFileName();
        return name != null && SHAPE.matcher(name.toString()).matches();
    }
}
