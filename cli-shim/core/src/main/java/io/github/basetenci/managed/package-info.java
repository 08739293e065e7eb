/**
 * Rotates many keys: policies, due checks, attempts, a registry and a history, over stores that the
 * caller hands in.
 *
 * <p>Imports: api, http, json, key, rotation, store, text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.managed;

import org.jspecify.annotations.NullMarked;
