/**
 * What administrators decide for the whole controller: trusted URLs, policies, warnings. The controller
 * connects to Baseten only by the clients of this package.
 *
 * <p>Imports: nothing.
 */
package io.jenkins.plugins.baseten.config;
