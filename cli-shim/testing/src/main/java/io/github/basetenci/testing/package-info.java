/** Fixtures of tests, waits of tests, the watch that finds a hanging test, and fuzz tests. */
@NullMarked
package io.github.basetenci.testing;

import org.jspecify.annotations.NullMarked;
