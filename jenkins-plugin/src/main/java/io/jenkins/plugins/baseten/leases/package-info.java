/**
 * Which build holds which key: from the moment at which it gets the key until its block or the build
 * ends, also over a restart of the controller.
 *
 * <p>Imports: nothing.
 */
package io.jenkins.plugins.baseten.leases;
