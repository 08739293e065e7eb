/**
 * The command {@code exec}: it runs a command with a login, and the login ends with that command.
 *
 * <p>Imports: api, auth, cli.posix, json, key, shim.auth, shim.command, shim.output, shim.wording,
 * store, text.
 */
@NullMarked
package io.github.basetenci.cli.exec;

import org.jspecify.annotations.NullMarked;
