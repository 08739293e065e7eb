/**
 * The time of the last use of each credential, and the jobs that used it.
 *
 * <p>Imports: credentials, identity, leases.
 */
package io.jenkins.plugins.baseten.usage;
