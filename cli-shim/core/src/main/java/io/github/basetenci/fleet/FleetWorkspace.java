package io.github.basetenci.fleet;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.secrets.SourceLocation;

/**
 * A workspace whose keys are managed.
 *
 * @param name the name that the file gives to the workspace
 * @param url the remote to which its keys belong
 * @param minting where the right to create and revoke its keys comes from
 * @param at where the file names it
 */
public record FleetWorkspace(
    String name, RemoteUrl url, MintingSource minting, SourceLocation at) {}
