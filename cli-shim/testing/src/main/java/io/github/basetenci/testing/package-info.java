/**
 * What tests stand on, how they wait, what finds one that hangs, and what tries claims on any
 * bytes.
 */
@NullMarked
package io.github.basetenci.testing;

import org.jspecify.annotations.NullMarked;
