/** Resolve a key, log in, log out, report status. */
@NullMarked
package io.github.basetenci.auth;

import org.jspecify.annotations.NullMarked;
