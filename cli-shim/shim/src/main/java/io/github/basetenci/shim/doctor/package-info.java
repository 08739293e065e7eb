/**
 * {@code doctor}: what each tool would use here and why, and what is wrong with it.
 *
 * <p>Imports: api, auth, json, key, shim.auth, shim.command, shim.doctor.checks, shim.doctor.facts,
 * shim.output, store, text.
 */
@NullMarked
package io.github.basetenci.shim.doctor;

import org.jspecify.annotations.NullMarked;
