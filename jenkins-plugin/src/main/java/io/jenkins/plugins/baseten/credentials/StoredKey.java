package io.jenkins.plugins.baseten.credentials;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A credential of our type in the store of a folder or of the controller.
 *
 * @param id the store of the credential, and its id in that store
 */
public record StoredKey(@NonNull KeyId id, @NonNull BasetenApiKeyCredentials credential) {}
