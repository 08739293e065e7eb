/** {@code keys rotate}. */
@NullMarked
package io.github.basetenci.cli.rotate;

import org.jspecify.annotations.NullMarked;
