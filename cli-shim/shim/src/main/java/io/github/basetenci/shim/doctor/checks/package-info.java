/** What can be wrong with a set-up: one check a class, each a function of the facts alone. */
@NullMarked
package io.github.basetenci.shim.doctor.checks;

import org.jspecify.annotations.NullMarked;
