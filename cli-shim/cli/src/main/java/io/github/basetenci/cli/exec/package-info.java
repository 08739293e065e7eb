/**
 * {@code exec}: a command runs logged in, and the login ends with it.
 *
 * <p>Imports: api, auth, cli.posix, json, key, shim.auth, shim.command, shim.output, shim.wording,
 * store, text.
 */
@NullMarked
package io.github.basetenci.cli.exec;

import org.jspecify.annotations.NullMarked;
