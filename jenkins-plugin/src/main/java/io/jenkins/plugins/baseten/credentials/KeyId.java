package io.jenkins.plugins.baseten.credentials;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import java.util.Objects;

/**
 * The name of a credential on this controller.
 *
 * @param folder the full name of the folder whose store has it, empty for the controller's store
 * @param credentialsId the id of the credential in that store
 */
public record KeyId(@NonNull String folder, @NonNull String credentialsId) {
    /** The credential that a policy is for. */
    @NonNull
    public static KeyId of(@NonNull RotationPolicy policy) {
        return new KeyId(Objects.requireNonNullElse(policy.getFolder(), ""), policy.getCredentialsId());
    }

    /** The name in the form of the messages, for example {@code deploy/team-key}. */
    @NonNull
    @Override
    public String toString() {
        return folder.isEmpty() ? credentialsId : folder + "/" + credentialsId;
    }
}
