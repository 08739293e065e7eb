/**
 * Writes the secrets of GitHub, sealed in the form that GitHub requires.
 *
 * <p>Imports: api, http, json, key, rotation, text.
 */
@NullMarked
package io.github.basetenci.targets.github;

import org.jspecify.annotations.NullMarked;
