/**
 * A thin façade on jackson-core: an ordered JSON tree, read strictly and written as Go writes it.
 *
 * <p>Imports: nothing.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.json;

import org.jspecify.annotations.NullMarked;
