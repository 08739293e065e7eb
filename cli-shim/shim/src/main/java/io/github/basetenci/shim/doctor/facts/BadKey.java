package io.github.basetenci.shim.doctor.facts;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Text that stands where a key is expected and cannot be a key.
 *
 * @param where the variable, or the entry of a store, in the words that a sentence uses
 * @param problem what is wrong, as the predicate of a sentence; it does not quote the text
 * @param path the file that holds the text, or null
 */
public record BadKey(String where, String problem, @Nullable Path path) {}
