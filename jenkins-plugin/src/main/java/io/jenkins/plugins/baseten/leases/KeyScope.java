package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * For whom this thread looks up credentials. Between a block that asks for a credential and the
 * credential that is told of it lies Jenkins, which passes on the build alone.
 */
public final class KeyScope implements AutoCloseable {
    /** Whoever uses a key and is no block of which the end is known. */
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
     * @param block what no other block of the build is called, before and after a restart
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
