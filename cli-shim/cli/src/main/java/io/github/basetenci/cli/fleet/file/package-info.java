/**
 * The file that names every key of a fleet and every target of it, read with the line of whatever
 * is wrong, and its JSON schema.
 *
 * <p>Imports: api, cli.rotate, fleet, json, key, secrets, shim.command.
 */
@NullMarked
package io.github.basetenci.cli.fleet.file;

import org.jspecify.annotations.NullMarked;
