/** What a command prints: results, notes, and the filter that {@code --jq} applies. */
@NullMarked
package io.github.basetenci.shim.output;

import org.jspecify.annotations.NullMarked;
