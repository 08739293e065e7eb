/** {@code job}: a login for the rest of a CI job, and its end. */
@NullMarked
package io.github.basetenci.shim.job;

import org.jspecify.annotations.NullMarked;
