/**
 * The checks of a set-up. Each class is one check and a function of the facts only.
 *
 * <p>Imports: api, auth, key, shim.doctor.facts, store, text.
 */
@NullMarked
package io.github.basetenci.shim.doctor.checks;

import org.jspecify.annotations.NullMarked;
