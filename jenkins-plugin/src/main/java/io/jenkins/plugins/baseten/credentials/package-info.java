/**
 * The credential type, and where its credentials are stored.
 *
 * <p>Imports: config, masking.
 */
package io.jenkins.plugins.baseten.credentials;
