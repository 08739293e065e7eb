/**
 * An embedded Baseten look-alike on loopback. Imports nothing else of this project.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package io.github.basetenci.sandbox;

import org.jspecify.annotations.NullMarked;
