/** How tests wait, and what finds one that hangs. */
@NullMarked
package io.github.basetenci.testing;

import org.jspecify.annotations.NullMarked;
