package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.TaskListener;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** Baseten refused the identity token of a build. The message is one sentence; the further lines say why. */
public final class IdentityRefusedException extends AbortException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> lines;

    /**
     * A refusal.
     *
     * @param lines what the token says, and the causes that fit; they contain no token
     */
    IdentityRefusedException(@NonNull String sentence, @NonNull List<String> lines) {
        super(sentence);
        this.lines = new ArrayList<>(lines);
    }

    /** Another exception of the same content, for another block: each block has its own stack trace. */
    @NonNull
    IdentityRefusedException copy() {
        return new IdentityRefusedException(getMessage(), lines);
    }

    /** Tells the log of the build what the token says, and which causes fit. */
    public void explain(@NonNull TaskListener log) {
        lines.forEach(log.getLogger()::println);
    }
}
