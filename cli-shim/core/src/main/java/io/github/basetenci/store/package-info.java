/**
 * The files that truss and baseten read, changed in place and written safely.
 *
 * <p>Imports: json, key, text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.store;

import org.jspecify.annotations.NullMarked;
