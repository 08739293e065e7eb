/**
 * Makes foreign text safe to print, and lets each front end put its own words to a failure.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package io.github.basetenci.text;

import org.jspecify.annotations.NullMarked;
