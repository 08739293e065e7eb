/**
 * Lists the credentials of a Jenkins controller, and writes the key into one, over its REST API.
 *
 * <p>Imports: api, http, json, key, rotation, text.
 */
@NullMarked
package io.github.basetenci.targets.jenkins;

import org.jspecify.annotations.NullMarked;
