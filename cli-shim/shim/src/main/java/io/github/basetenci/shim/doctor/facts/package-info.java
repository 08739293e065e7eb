/**
 * What a diagnosis looks at, gathered once: files, variables, tools, servers. It judges nothing.
 */
@NullMarked
package io.github.basetenci.shim.doctor.facts;

import org.jspecify.annotations.NullMarked;
