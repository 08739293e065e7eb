/**
 * The picocli shim: a command line that logs in and out, and what every command line of ours does
 * with streams, options and failures.
 *
 * <p>Imports: api, auth, http, shim.auth, shim.command, shim.doctor, shim.job, shim.output,
 * shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.shim;

import org.jspecify.annotations.NullMarked;
