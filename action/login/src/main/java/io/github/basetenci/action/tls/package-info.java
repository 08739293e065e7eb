/**
 * TLS by a native library, for the image of the action: a JVM that has just started takes most of
 * its time for TLS otherwise.
 *
 * <p>Imports: http.
 */
@NullMarked
package io.github.basetenci.action.tls;

import org.jspecify.annotations.NullMarked;
