/**
 * The core package of the GitHub Actions toolkit for Java, usable by itself: it knows GitHub and
 * the JDK, nothing else. {@link io.github.basetenci.action.toolkit.ActionsCore} is where to begin.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package io.github.basetenci.action.toolkit;

import org.jspecify.annotations.NullMarked;
