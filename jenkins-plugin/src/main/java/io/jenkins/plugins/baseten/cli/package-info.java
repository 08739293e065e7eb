/**
 * Commands of the Jenkins CLI: what the pages with the keys do, for scripts.
 *
 * <p>Imports: config, credentials, keys, rotation.
 */
package io.jenkins.plugins.baseten.cli;
