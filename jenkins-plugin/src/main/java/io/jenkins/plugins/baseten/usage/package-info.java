/**
 * Which builds use a key now, and when and by which jobs each credential was last used.
 *
 * <p>Imports: credentials, masking.
 */
package io.jenkins.plugins.baseten.usage;
