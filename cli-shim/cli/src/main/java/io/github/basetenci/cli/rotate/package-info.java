/**
 * The command {@code keys rotate}.
 *
 * <p>Imports: api, auth, json, key, rotation, shim.auth, shim.command, shim.output, shim.wording,
 * store, targets.github, targets.jenkins, text.
 */
@NullMarked
package io.github.basetenci.cli.rotate;

import org.jspecify.annotations.NullMarked;
