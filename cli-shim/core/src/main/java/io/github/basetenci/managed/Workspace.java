package io.github.basetenci.managed;

/**
 * A workspace, and the key that manages its keys. One request lists all keys of the workspace.
 *
 * @param remoteUrl the URL of the workspace
 * @param minting the name of the key that creates and deletes keys
 */
public record Workspace(String remoteUrl, String minting) {}
