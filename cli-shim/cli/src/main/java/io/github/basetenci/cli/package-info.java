/** The {@code baseten-ci} command: the root of its command line, and how it tells a failure. */
@NullMarked
package io.github.basetenci.cli;

import org.jspecify.annotations.NullMarked;
