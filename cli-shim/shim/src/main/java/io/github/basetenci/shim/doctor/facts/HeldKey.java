package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.key.ApiKey;

/**
 * A key that was found.
 *
 * @param where the variable, or the entry of a store, in the words that a sentence uses
 */
public record HeldKey(String where, ApiKey key) {}
