/** {@code exec}: a command runs logged in, and the login ends with it. */
@NullMarked
package io.github.basetenci.cli.exec;

import org.jspecify.annotations.NullMarked;
