/** The commands that list, choose and change stored logins. */
@NullMarked
package io.github.basetenci.cli.profiles;

import org.jspecify.annotations.NullMarked;
