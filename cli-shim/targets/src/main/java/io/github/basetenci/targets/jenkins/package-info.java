/**
 * Writes the key into a credential of a Jenkins controller, over its REST API.
 *
 * <p>Imports: api, http, json, key, rotation, text.
 */
@NullMarked
package io.github.basetenci.targets.jenkins;

import org.jspecify.annotations.NullMarked;
