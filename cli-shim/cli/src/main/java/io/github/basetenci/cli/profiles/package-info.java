/**
 * The commands that list, choose and change stored logins.
 *
 * <p>Imports: auth, json, shim.auth, shim.command, shim.output, text.
 */
@NullMarked
package io.github.basetenci.cli.profiles;

import org.jspecify.annotations.NullMarked;
