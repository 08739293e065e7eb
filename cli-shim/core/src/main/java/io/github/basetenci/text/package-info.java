/**
 * Makes foreign text safe to print, and lets each front end word failures in its own way.
 *
 * <p>Imports: nothing.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.text;

import org.jspecify.annotations.NullMarked;
