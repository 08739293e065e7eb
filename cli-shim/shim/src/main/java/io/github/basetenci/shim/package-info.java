/**
 * The picocli shim: a command line that logs in and out, and what every command line of ours does
 * with streams, options and failures.
 */
@NullMarked
package io.github.basetenci.shim;

import org.jspecify.annotations.NullMarked;
