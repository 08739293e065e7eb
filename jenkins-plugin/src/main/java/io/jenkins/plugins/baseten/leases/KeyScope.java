package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * The block, or the build, for which this thread looks up credentials. Jenkins passes the build to a credential
 * that is looked up, but not the block, so this class passes the block.
 */
public final class KeyScope implements AutoCloseable {
    /** The name that stands for every user of a key other than a block whose end is known. */
    static final String BUILD = "";

    private static final ThreadLocal<String> USER = new ThreadLocal<>();

    @CheckForNull
    private final String before = USER.get();

    private KeyScope(String user) {
        USER.set(user);
    }

    /**
     * Until it is closed, keys that this thread looks up are held by a block, which must {@link
     * HeldKeysAction#release} them at its end.
     *
     * @param block a name that no other block of the build has, before and after a restart
     */
    @NonNull
    public static KeyScope block(@NonNull String block) {
        return new KeyScope(block);
    }

    /** Until it is closed, keys that this thread looks up are held until the build ends. */
    @NonNull
    public static KeyScope build() {
        return new KeyScope(BUILD);
    }

    @NonNull
    static String user() {
        String user = USER.get();
        return user == null ? BUILD : user;
    }

    @Override
    public void close() {
        if (before == null) {
            USER.remove();
        } else {
            USER.set(before);
        }
    }
}
