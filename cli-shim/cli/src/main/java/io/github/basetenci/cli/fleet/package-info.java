/**
 * {@code fleet}: every key and every target of it in one file.
 *
 * <p>Imports: api, auth, cli.annotation, cli.fleet.file, cli.fleet.init, cli.rotate, fleet, http,
 * json, key, managed, rotation, secrets, shim.auth, shim.command, shim.output, shim.wording, store,
 * text.
 */
@NullMarked
package io.github.basetenci.cli.fleet;

import org.jspecify.annotations.NullMarked;
