/** {@code secrets}: those of the workspace, and the check of a Truss configuration. */
@NullMarked
package io.github.basetenci.cli.secrets;

import org.jspecify.annotations.NullMarked;
