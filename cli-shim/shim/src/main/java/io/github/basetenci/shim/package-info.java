/**
 * The command line that logs in and out, built with picocli. It also has the handling of streams,
 * options and failures for all our command lines.
 *
 * <p>Imports: api, auth, http, shim.auth, shim.command, shim.doctor, shim.job, shim.output,
 * shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.shim;

import org.jspecify.annotations.NullMarked;
