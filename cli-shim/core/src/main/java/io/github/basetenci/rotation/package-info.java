/** Replaces a team key everywhere without a moment in which a place holds a key that fails. */
@NullMarked
package io.github.basetenci.rotation;

import org.jspecify.annotations.NullMarked;
