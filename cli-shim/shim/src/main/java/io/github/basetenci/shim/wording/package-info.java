/**
 * What the command says, in flags and commands, where the library states a fact.
 *
 * <p>Imports: auth, text.
 */
@NullMarked
package io.github.basetenci.shim.wording;

import org.jspecify.annotations.NullMarked;
