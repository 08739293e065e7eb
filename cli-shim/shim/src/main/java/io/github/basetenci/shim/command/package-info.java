/** What every command is made of: its flags, what it works with, and its exit codes. */
@NullMarked
package io.github.basetenci.shim.command;

import org.jspecify.annotations.NullMarked;
