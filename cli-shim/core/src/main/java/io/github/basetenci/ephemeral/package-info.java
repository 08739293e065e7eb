/**
 * Keys that live as long as one job: made for it, deleted with it, and swept if that failed.
 *
 * <p>Imports: api, http, key, keys.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.ephemeral;

import org.jspecify.annotations.NullMarked;
