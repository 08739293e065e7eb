/**
 * The advice of the command line, in flags and commands, for facts that the library states.
 *
 * <p>Imports: auth, text.
 */
@NullMarked
package io.github.basetenci.shim.wording;

import org.jspecify.annotations.NullMarked;
