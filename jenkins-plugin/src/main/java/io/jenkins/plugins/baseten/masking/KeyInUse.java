package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.time.Instant;

/**
 * A key that a running build uses.
 *
 * @param run the build
 * @param credentialsId the credential that the key came from
 * @param since when the build got it
 */
public record KeyInUse(
        @NonNull Run<?, ?> run,
        @NonNull String credentialsId,
        @NonNull Instant since) {}
