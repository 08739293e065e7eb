/**
 * What an action in a container must know of the machine that runs it: its job, the paths of the
 * host, and the user of the runner. It is no part of the toolkit for JavaScript, whose actions run
 * on the host.
 *
 * <p>Imports: action.toolkit.
 */
@NullMarked
package io.github.basetenci.action.toolkit.container;

import org.jspecify.annotations.NullMarked;
