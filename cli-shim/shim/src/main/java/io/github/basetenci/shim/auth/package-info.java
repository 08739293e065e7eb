/** The commands that log in and out and say who is logged in. */
@NullMarked
package io.github.basetenci.shim.auth;

import org.jspecify.annotations.NullMarked;
