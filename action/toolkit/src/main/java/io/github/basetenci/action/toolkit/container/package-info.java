/**
 * What an action in a container must know about the machine that runs it: the job, the paths of the
 * host, and the user of the runner. The JavaScript toolkit has no such package, because JavaScript
 * actions run on the host.
 *
 * <p>Imports: action.toolkit.
 */
@NullMarked
package io.github.basetenci.action.toolkit.container;

import org.jspecify.annotations.NullMarked;
