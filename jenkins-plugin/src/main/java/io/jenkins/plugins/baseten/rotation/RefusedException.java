package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;

/** A request was refused. The message is one sentence for the user and contains no key. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedException(@NonNull String message) {
        super(message);
    }
}
