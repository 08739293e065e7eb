/**
 * Many keys of several workspaces as one file names them, and what is due and what has drifted.
 *
 * <p>Imports: api, secrets.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.fleet;

import org.jspecify.annotations.NullMarked;
