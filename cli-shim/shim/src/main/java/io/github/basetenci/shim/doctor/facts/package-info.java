/**
 * The facts for a diagnosis, collected once: files, variables, tools and servers. This package
 * makes no judgement.
 *
 * <p>Imports: api, auth, http, key, shim.command, shim.output, shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.shim.doctor.facts;

import org.jspecify.annotations.NullMarked;
