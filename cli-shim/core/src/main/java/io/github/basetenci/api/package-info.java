/** The Baseten management REST API. */
@NullMarked
package io.github.basetenci.api;

import org.jspecify.annotations.NullMarked;
