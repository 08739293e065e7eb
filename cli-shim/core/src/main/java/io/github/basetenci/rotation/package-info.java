/**
 * Replaces a team key everywhere without a moment in which a place holds a key that fails.
 *
 * <p>Imports: api, auth, http, json, key, keys, store, text.
 */
@NullMarked
package io.github.basetenci.rotation;

import org.jspecify.annotations.NullMarked;
