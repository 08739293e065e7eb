/**
 * Writes the secrets of GitHub, sealed as it wants them.
 *
 * <p>Imports: api, http, json, key, rotation, text.
 */
@NullMarked
package io.github.basetenci.targets.github;

import org.jspecify.annotations.NullMarked;
