/**
 * What all commands share: flags, the session of a run, and exit codes.
 *
 * <p>Imports: api, auth, http, key, shim.output, shim.wording, store.
 */
@NullMarked
package io.github.basetenci.shim.command;

import org.jspecify.annotations.NullMarked;
