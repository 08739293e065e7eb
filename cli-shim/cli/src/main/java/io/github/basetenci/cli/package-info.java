/** The baseten-ci command. */
@NullMarked
package io.github.basetenci.cli;

import org.jspecify.annotations.NullMarked;
