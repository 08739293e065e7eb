/**
 * The commands that log in, log out and show who is logged in.
 *
 * <p>Imports: api, auth, http, identity, json, key, shim.command, shim.identity, shim.output,
 * shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.shim.auth;

import org.jspecify.annotations.NullMarked;
