/**
 * A login on a node: its files, its variables, and the directories that it leaves when its node is lost.
 *
 * <p>Imports: agent, config, credentials, identity, leases.
 */
package io.jenkins.plugins.baseten.login;
