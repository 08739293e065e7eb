/** Secrets of the workspace, and whether a Truss configuration declares them as it should. */
@NullMarked
package io.github.basetenci.secrets;

import org.jspecify.annotations.NullMarked;
