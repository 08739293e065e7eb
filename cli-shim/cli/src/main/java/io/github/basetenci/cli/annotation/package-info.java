/**
 * Findings as commands for the runner of a GitHub workflow.
 *
 * <p>Imports: auth, shim.command, text.
 */
@NullMarked
package io.github.basetenci.cli.annotation;

import org.jspecify.annotations.NullMarked;
