/**
 * The step {@code withBaseten}: its parameters, and a running block.
 *
 * <p>Imports: agent, config, credentials, identity, leases, login, masking.
 */
package io.jenkins.plugins.baseten.step;
