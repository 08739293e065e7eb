/** The {@code baseten-ci} command: what is shared by all of its subcommands. */
@NullMarked
package io.github.basetenci.cli;

import org.jspecify.annotations.NullMarked;
