package io.jenkins.plugins.baseten.credentials;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A credential of our type in the store of a folder or of the controller.
 *
 * @param id where it is kept, and what it is called there
 */
public record StoredKey(@NonNull KeyId id, @NonNull BasetenApiKeyCredentials credential) {}
