/**
 * The credential type that contains no secret: the identity that a build already has is exchanged for an access
 * token.
 *
 * <p>Imports: agent, config, credentials, leases.
 */
package io.jenkins.plugins.baseten.identity;
