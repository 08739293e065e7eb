/**
 * What happens on an agent: one call that makes a login's directory, one that removes it. These
 * classes travel to the agent, so they use the JDK and the remoting of Jenkins alone.
 *
 * <p>Imports: nothing.
 */
package io.jenkins.plugins.baseten.agent;
