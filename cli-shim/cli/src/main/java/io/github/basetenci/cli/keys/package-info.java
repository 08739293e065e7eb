/**
 * {@code keys}: the API keys that the server knows.
 *
 * <p>Imports: api, auth, cli.rotate, http, json, key, shim.auth, shim.command, shim.output,
 * shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.cli.keys;

import org.jspecify.annotations.NullMarked;
