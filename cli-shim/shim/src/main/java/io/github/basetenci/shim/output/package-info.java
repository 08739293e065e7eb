/**
 * What a command prints: results, notes, and the filter that {@code --jq} applies.
 *
 * <p>Imports: json, key, text.
 */
@NullMarked
package io.github.basetenci.shim.output;

import org.jspecify.annotations.NullMarked;
