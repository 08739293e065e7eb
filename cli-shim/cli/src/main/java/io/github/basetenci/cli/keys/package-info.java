/** {@code keys}: the API keys that the server knows. */
@NullMarked
package io.github.basetenci.cli.keys;

import org.jspecify.annotations.NullMarked;
