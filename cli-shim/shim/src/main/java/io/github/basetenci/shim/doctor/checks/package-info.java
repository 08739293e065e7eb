/**
 * What can be wrong with a set-up: one check a class, each a function of the facts alone.
 *
 * <p>Imports: api, auth, key, shim.doctor.facts, store, text.
 */
@NullMarked
package io.github.basetenci.shim.doctor.checks;

import org.jspecify.annotations.NullMarked;
