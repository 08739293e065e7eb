/**
 * What a diagnosis looks at, gathered once: files, variables, tools, servers. It judges nothing.
 *
 * <p>Imports: api, auth, http, key, shim.command, shim.output, shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.shim.doctor.facts;

import org.jspecify.annotations.NullMarked;
