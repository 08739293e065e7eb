/** What scripts and workflows can rely on, compared with that of the last release. */
@NullMarked
package io.github.basetenci.testing.snapshot;

import org.jspecify.annotations.NullMarked;
