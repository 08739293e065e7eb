/** {@code doctor}: what each tool would use here and why, and what is wrong with it. */
@NullMarked
package io.github.basetenci.shim.doctor;

import org.jspecify.annotations.NullMarked;
