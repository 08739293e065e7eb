/**
 * The commands that log in and out and say who is logged in.
 *
 * <p>Imports: api, auth, json, key, shim.command, shim.output, shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.shim.auth;

import org.jspecify.annotations.NullMarked;
