/** Makes foreign text safe to print. */
@NullMarked
package io.github.basetenci.text;

import org.jspecify.annotations.NullMarked;
