package io.github.basetenci.shim.doctor.facts;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Text in the place of a key that cannot be one.
 *
 * @param where the variable, or the entry of a store, as a sentence names it
 * @param problem what is wrong, as the predicate of a sentence; it quotes nothing
 * @param path the file that holds it, or null
 */
public record BadKey(String where, String problem, @Nullable Path path) {}
