/**
 * The API key as a type, its derived forms, and the masker. Depends on the JDK alone.
 *
 * <p>Imports: nothing.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.key;

import org.jspecify.annotations.NullMarked;
