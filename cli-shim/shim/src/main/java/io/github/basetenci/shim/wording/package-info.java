/** What the command says, in flags and commands, where the library states a fact. */
@NullMarked
package io.github.basetenci.shim.wording;

import org.jspecify.annotations.NullMarked;
