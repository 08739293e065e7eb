/**
 * The {@code baseten-ci} command: the root of its command line, and the report of failures.
 *
 * <p>Imports: auth, cli.exec, cli.fleet, cli.jq, cli.keyring, cli.keys, cli.posix, cli.profiles,
 * cli.rotate, cli.secrets, json, key, rotation, sandbox, secrets, shim, shim.command, shim.output,
 * shim.wording, text.
 */
@NullMarked
package io.github.basetenci.cli;

import org.jspecify.annotations.NullMarked;
