package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.key.ApiKey;

/**
 * A key that is there.
 *
 * @param where the variable, or the entry of a store, as a sentence names it
 */
public record HeldKey(String where, ApiKey key) {}
