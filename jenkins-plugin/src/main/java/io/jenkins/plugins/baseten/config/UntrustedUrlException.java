package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.NonNull;

/** The controller does not connect there. The message is one sentence that says who can change that. */
public final class UntrustedUrlException extends Exception {
    private static final long serialVersionUID = 1L;

    UntrustedUrlException(@NonNull String message) {
        super(message);
    }
}
