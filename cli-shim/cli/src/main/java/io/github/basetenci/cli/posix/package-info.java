/**
 * Calls of the operating system for which Java has no method. The package contains nothing about
 * Baseten.
 *
 * <p>Imports: shim.command.
 */
@NullMarked
package io.github.basetenci.cli.posix;

import org.jspecify.annotations.NullMarked;
