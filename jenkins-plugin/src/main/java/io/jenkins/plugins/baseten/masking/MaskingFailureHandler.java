package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Functions;
import hudson.model.Run;
import io.github.basetenci.key.Masker;
import java.io.Serial;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.FailureHandler;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Takes the keys of the build out of what its steps throw: an exception passes no log. */
public final class MaskingFailureHandler implements FailureHandler {
    @Serial
    private static final long serialVersionUID = 1L;

    @NonNull
    @Override
    public Throwable handle(@NonNull StepContext context, @NonNull Throwable failure) {
        Run<?, ?> run;
        try {
            run = context.get(Run.class);
        } catch (Exception e) {
            failure.addSuppressed(e);
            return failure;
        }
        return run == null ? failure : masked(failure, LiveMaskers.masker(run));
    }

    static Throwable masked(Throwable failure, Masker masker) {
        String text = Functions.printThrowable(failure);
        if (masker.mask(text).equals(text)) {
            return failure;
        }
        return copy(failure, masker, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static Throwable copy(Throwable original, Masker masker, Set<Throwable> seen) {
        if (!seen.add(original)) {
            return new MaskedException(original.getClass().getName(), "");
        }
        String message = masker.mask(Objects.requireNonNullElse(original.getMessage(), ""));
        // An AbortException is shown without its stack, and stays so.
        Throwable copy = original instanceof AbortException
                ? new AbortException(message)
                : new MaskedException(original.getClass().getName(), message);
        copy.setStackTrace(original.getStackTrace());
        if (original.getCause() != null) {
            copy.initCause(copy(original.getCause(), masker, seen));
        }
        for (Throwable suppressed : original.getSuppressed()) {
            copy.addSuppressed(copy(suppressed, masker, seen));
        }
        return copy;
    }

    /** Stands in for an exception whose text held a key. */
    static final class MaskedException extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String type;

        MaskedException(String type, String message) {
            super(message);
            this.type = type;
        }

        /** As the original would print. */
        @Override
        public String toString() {
            return getMessage().isEmpty() ? type : type + ": " + getMessage();
        }
    }
}
