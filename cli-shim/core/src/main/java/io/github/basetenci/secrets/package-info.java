/**
 * Secrets of the workspace, and whether a Truss configuration declares them as it should.
 *
 * <p>Imports: api, http, key, text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.secrets;

import org.jspecify.annotations.NullMarked;
