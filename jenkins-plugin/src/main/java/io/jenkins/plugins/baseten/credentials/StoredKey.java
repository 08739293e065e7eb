package io.jenkins.plugins.baseten.credentials;

import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A credential of our type, and where it is kept.
 *
 * @param folder the full name of the folder whose store has it, empty for the controller's
 */
public record StoredKey(
        @NonNull String folder,
        @NonNull CredentialsStore store,
        @NonNull Domain domain,
        @NonNull BasetenApiKeyCredentials credential) {}
