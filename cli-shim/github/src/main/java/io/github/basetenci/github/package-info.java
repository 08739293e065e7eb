/** Writes the secrets of GitHub, sealed as it wants them. */
@NullMarked
package io.github.basetenci.github;

import org.jspecify.annotations.NullMarked;
