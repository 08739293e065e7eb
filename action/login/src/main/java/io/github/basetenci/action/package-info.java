/** The GitHub Action "baseten login": what main and post do, with everything outside handed in. */
@NullMarked
package io.github.basetenci.action;

import org.jspecify.annotations.NullMarked;
