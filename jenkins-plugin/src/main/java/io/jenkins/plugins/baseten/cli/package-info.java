/**
 * Commands of the Jenkins CLI: scripts can do with them what people do on the pages with the keys.
 *
 * <p>Imports: config, credentials, keys, rotation.
 */
package io.jenkins.plugins.baseten.cli;
