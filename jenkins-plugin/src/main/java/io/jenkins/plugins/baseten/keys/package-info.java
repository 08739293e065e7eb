/**
 * What pages and commands show about keys: rows, states, plans and findings, in words.
 *
 * <p>Imports: config, credentials, identity, leases, rotation, usage.
 */
package io.jenkins.plugins.baseten.keys;
