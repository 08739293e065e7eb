package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;

/** What was asked for is not done. The message is one sentence for the user, without any key. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedException(@NonNull String message) {
        super(message);
    }
}
