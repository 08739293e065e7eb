/**
 * When and by which jobs each credential was last used.
 *
 * <p>Imports: credentials, leases.
 */
package io.jenkins.plugins.baseten.usage;
