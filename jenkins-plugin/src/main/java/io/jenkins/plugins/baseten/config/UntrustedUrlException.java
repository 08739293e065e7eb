package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.NonNull;

/** The controller does not connect to an address. The message is one sentence and says who can allow the address. */
public final class UntrustedUrlException extends Exception {
    private static final long serialVersionUID = 1L;

    UntrustedUrlException(@NonNull String message) {
        super(message);
    }
}
