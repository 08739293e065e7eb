package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Functions;
import hudson.model.Run;
import io.github.basetenci.key.Masker;
import io.jenkins.plugins.baseten.leases.LiveBuilds;
import java.io.Serial;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FailureHandler;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Masks the keys of the build in the exceptions of its steps, because an exception does not pass the masked log. */
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
        return run == null ? failure : masked(failure, LiveBuilds.masker(run));
    }

    static Throwable masked(Throwable failure, Masker masker) {
        return safe(failure, masker, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static Throwable copy(Throwable original, Masker masker, Set<Throwable> seen) {
        if (!seen.add(original)) {
            return new MaskedException(original.getClass().getName(), "");
        }
        String message = masker.mask(Objects.requireNonNullElse(original.getMessage(), ""));
        Throwable copy = emptyCopy(original, message, masker);
        copy.setStackTrace(original.getStackTrace());
        if (original.getCause() != null) {
            copy.initCause(safe(original.getCause(), masker, seen));
        }
        for (Throwable suppressed : original.getSuppressed()) {
            // Jenkins stores the id of a failure as a suppressed exception, and uses the id to find the step
            // that failed.
            copy.addSuppressed(safe(suppressed, masker, seen));
        }
        return copy;
    }

    private static Throwable safe(Throwable failure, Masker masker, Set<Throwable> seen) {
        return isSafe(failure, masker) ? failure : copy(failure, masker, seen);
    }

    private static boolean isSafe(Throwable failure, Masker masker) {
        String text = Functions.printThrowable(failure);
        return masker.mask(text).equals(text);
    }

    private static Throwable emptyCopy(Throwable original, String message, Masker masker) {
        if (original instanceof FlowInterruptedException interrupted) {
            // The type and the result of this exception say how the build ends, so that an aborted build stays
            // aborted.
            return new FlowInterruptedException(
                    interrupted.getResult(),
                    interrupted.isActualInterruption(),
                    interrupted.getCauses().stream()
                            .map(cause -> MaskedCause.of(cause, masker))
                            .toArray(CauseOfInterruption[]::new));
        }
        // Jenkins shows an AbortException without its stack trace, so the copy has this type too.
        return original instanceof AbortException
                ? new AbortException(message)
                : new MaskedException(original.getClass().getName(), message);
    }

    /** Replaces a cause whose text contained a key. */
    static final class MaskedCause extends CauseOfInterruption {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String description;

        private MaskedCause(String description) {
            this.description = description;
        }

        static CauseOfInterruption of(CauseOfInterruption cause, Masker masker) {
            String description = cause.getShortDescription();
            String masked = description == null ? null : masker.mask(description);
            return Objects.equals(description, masked) ? cause : new MaskedCause(masked);
        }

        @Override
        public String getShortDescription() {
            return description;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof MaskedCause that && description.equals(that.description);
        }

        @Override
        public int hashCode() {
            return description.hashCode();
        }
    }

    /** Replaces an exception whose text contained a key. */
    static final class MaskedException extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String type;

        MaskedException(String type, String message) {
            super(message);
            this.type = type;
        }

        /** The text that the original exception would print, masked. */
        @Override
        public String toString() {
            return getMessage().isEmpty() ? type : type + ": " + getMessage();
        }
    }
}
