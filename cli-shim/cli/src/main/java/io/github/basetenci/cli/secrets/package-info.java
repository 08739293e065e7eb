/**
 * The command {@code secrets}: the secrets of the workspace, and the check of a Truss
 * configuration.
 *
 * <p>Imports: api, auth, cli.annotation, json, secrets, shim.auth, shim.command, shim.output, text.
 */
@NullMarked
package io.github.basetenci.cli.secrets;

import org.jspecify.annotations.NullMarked;
