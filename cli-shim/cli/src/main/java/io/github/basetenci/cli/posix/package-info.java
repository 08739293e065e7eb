/** The operating system's own calls, for what Java does not offer; it knows nothing of Baseten. */
@NullMarked
package io.github.basetenci.cli.posix;

import org.jspecify.annotations.NullMarked;
