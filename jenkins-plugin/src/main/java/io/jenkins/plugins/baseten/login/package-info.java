/**
 * A login on a node: its files and variables, and what is left of it when its node is lost.
 *
 * <p>Imports: agent, config, credentials, leases.
 */
package io.jenkins.plugins.baseten.login;
