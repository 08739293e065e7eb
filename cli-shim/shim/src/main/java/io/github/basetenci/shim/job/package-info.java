/**
 * {@code job}: a login for the rest of a CI job, and its end.
 *
 * <p>Imports: api, auth, json, key, shim.auth, shim.command, shim.output, store, text.
 */
@NullMarked
package io.github.basetenci.shim.job;

import org.jspecify.annotations.NullMarked;
