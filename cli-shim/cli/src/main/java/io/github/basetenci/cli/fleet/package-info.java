/**
 * {@code fleet}: every key and every target of it in one file.
 *
 * <p>Imports: cli.fleet.file, cli.rotate, fleet, json, shim.command, shim.output, text.
 */
@NullMarked
package io.github.basetenci.cli.fleet;

import org.jspecify.annotations.NullMarked;
