/**
 * The operating system's own calls, for what Java does not offer; it knows nothing of Baseten.
 *
 * <p>Imports: shim.command.
 */
@NullMarked
package io.github.basetenci.cli.posix;

import org.jspecify.annotations.NullMarked;
