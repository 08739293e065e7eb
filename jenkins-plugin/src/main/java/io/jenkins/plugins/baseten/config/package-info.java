/**
 * What administrators decide for the whole controller: trusted URLs, policies, warnings. The controller
 * connects to Baseten by the clients of this package alone.
 *
 * <p>Imports: nothing.
 */
package io.jenkins.plugins.baseten.config;
