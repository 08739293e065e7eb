/**
 * The Baseten management REST API.
 *
 * <p>Imports: http, json, key, text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.api;

import org.jspecify.annotations.NullMarked;
