/**
 * Replaces the keys in credentials: the rotation of the library, with the stores, the builds and the
 * permissions of this controller.
 *
 * <p>Imports: config, credentials, leases, usage.
 */
package io.jenkins.plugins.baseten.rotation;
