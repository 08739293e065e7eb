/** Writes the secrets of GitHub, sealed as it wants them. */
@NullMarked
package io.github.basetenci.targets.github;

import org.jspecify.annotations.NullMarked;
