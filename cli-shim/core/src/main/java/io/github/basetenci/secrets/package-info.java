/**
 * Reads and changes secrets of the workspace, and checks whether a Truss configuration declares
 * them correctly.
 *
 * <p>Imports: api, http, key, text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.secrets;

import org.jspecify.annotations.NullMarked;
