/**
 * The credential type, and where its credentials are stored.
 *
 * <p>Imports: config, leases.
 */
package io.jenkins.plugins.baseten.credentials;
