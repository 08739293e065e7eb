/** An embedded Baseten look-alike on loopback. Imports nothing else of this project. */
@NullMarked
package io.github.basetenci.sandbox;

import org.jspecify.annotations.NullMarked;
