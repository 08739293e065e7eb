/** The filter of {@code --jq}, by a library that speaks jq. */
@NullMarked
package io.github.basetenci.cli.jq;

import org.jspecify.annotations.NullMarked;
