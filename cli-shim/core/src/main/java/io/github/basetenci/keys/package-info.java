/**
 * Creates a key on the server although the answer may be lost, finds it in the list, waits for it
 * there, and revokes it.
 *
 * <p>Imports: api, http, key.
 *
 * <p>API: no.
 */
@NullMarked
package io.github.basetenci.keys;

import org.jspecify.annotations.NullMarked;
