/** Writes the key into a credential of a Jenkins controller, over its REST API. */
@NullMarked
package io.github.basetenci.targets.jenkins;

import org.jspecify.annotations.NullMarked;
