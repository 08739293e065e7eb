/**
 * Resolve a key, log in, log out, report status.
 *
 * <p>Imports: api, http, identity, key, store, text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.auth;

import org.jspecify.annotations.NullMarked;
