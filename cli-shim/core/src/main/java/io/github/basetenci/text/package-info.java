/**
 * Makes foreign text safe to print.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package io.github.basetenci.text;

import org.jspecify.annotations.NullMarked;
