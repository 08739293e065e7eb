/**
 * Replaces a team key in all targets. At every moment each target holds a key that works.
 *
 * <p>Imports: api, auth, http, json, key, keys, store, text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.rotation;

import org.jspecify.annotations.NullMarked;
