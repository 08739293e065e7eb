/**
 * The filter of {@code --jq}, by a library that speaks jq.
 *
 * <p>Imports: json, shim.output, text.
 */
@NullMarked
package io.github.basetenci.cli.jq;

import org.jspecify.annotations.NullMarked;
