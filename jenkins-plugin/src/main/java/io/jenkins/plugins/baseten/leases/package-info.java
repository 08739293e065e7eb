/**
 * Tells which build holds which key, from the moment at which the build gets the key until its block or the
 * build ends, and across a restart of the controller.
 *
 * <p>Imports: nothing.
 */
package io.jenkins.plugins.baseten.leases;
