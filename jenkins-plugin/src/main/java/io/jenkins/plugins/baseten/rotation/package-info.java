/**
 * Replaces the keys in credentials: gives the engine of the library the stores, the builds, the permissions and
 * the words of this controller.
 *
 * <p>Imports: config, credentials, leases, usage.
 */
package io.jenkins.plugins.baseten.rotation;
