/**
 * What every command is made of: its flags, what it works with, and its exit codes.
 *
 * <p>Imports: api, auth, http, key, shim.output, shim.wording, store.
 */
@NullMarked
package io.github.basetenci.shim.command;

import org.jspecify.annotations.NullMarked;
