/**
 * An embedded server on loopback that acts like Baseten. The package imports nothing else of this
 * project.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package io.github.basetenci.sandbox;

import org.jspecify.annotations.NullMarked;
