/**
 * The step {@code withBaseten}: its parameters, and a running block.
 *
 * <p>Imports: agent, config, leases, login, masking.
 */
package io.jenkins.plugins.baseten.step;
