/**
 * The life of a key on the server: it is created although the answer may be lost, found in the
 * list, waited for, and revoked.
 *
 * <p>Imports: api, http, key.
 *
 * <p>API: no.
 */
@NullMarked
package io.github.basetenci.keys;

import org.jspecify.annotations.NullMarked;
