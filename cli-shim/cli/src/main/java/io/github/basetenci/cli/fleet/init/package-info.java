/**
 * A first fleet file from what is there: the keys of workspaces, and what has them. Which key is
 * where is never guessed.
 *
 * <p>Imports: api, auth, cli.fleet.file, cli.rotate, fleet, key, rotation, shim.command,
 * shim.wording, targets.github, targets.jenkins, text.
 */
@NullMarked
package io.github.basetenci.cli.fleet.init;

import org.jspecify.annotations.NullMarked;
