/**
 * The core package of the GitHub Actions toolkit, for Java. It can be used alone, because it needs
 * only GitHub and the JDK. Begin with {@link io.github.basetenci.action.toolkit.ActionsCore}.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package io.github.basetenci.action.toolkit;

import org.jspecify.annotations.NullMarked;
