/**
 * {@code job}: a login for the rest of a CI job, and its end.
 *
 * <p>Imports: api, auth, ephemeral, http, json, key, shim.auth, shim.command, shim.output,
 * shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.shim.job;

import org.jspecify.annotations.NullMarked;
