/**
 * Resolve a key, log in, log out, report status.
 *
 * <p>Imports: api, http, key, store, text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.auth;

import org.jspecify.annotations.NullMarked;
