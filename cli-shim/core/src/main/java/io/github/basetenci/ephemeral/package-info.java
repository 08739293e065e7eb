/**
 * Keys for one job each: a key is minted for the job and deleted when the job ends. If that
 * deletion failed, a later job deletes the key.
 *
 * <p>Imports: api, http, key, keys.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.ephemeral;

import org.jspecify.annotations.NullMarked;
