/**
 * The credential type, and the stores of its credentials.
 *
 * <p>Imports: config, leases.
 */
package io.jenkins.plugins.baseten.credentials;
