package io.jenkins.plugins.baseten.credentials;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import java.util.Objects;

/**
 * Names a credential on this controller.
 *
 * @param folder the full name of the folder whose store has it, empty for the controller's store
 * @param credentialsId its id there
 */
public record KeyId(@NonNull String folder, @NonNull String credentialsId) {
    /** The credential of a policy. */
    @NonNull
    public static KeyId of(@NonNull RotationPolicy policy) {
        return new KeyId(Objects.requireNonNullElse(policy.getFolder(), ""), policy.getCredentialsId());
    }

    /** As messages show it, for example {@code deploy/team-key}. */
    @NonNull
    @Override
    public String toString() {
        return folder.isEmpty() ? credentialsId : folder + "/" + credentialsId;
    }
}
