/**
 * What happens on an agent: one call makes the directory of a login, and another call removes the directory. Other
 * calls ask for the identity token of the agent. These classes are sent to the agent, so they use only the JDK and the remoting library of Jenkins.
 *
 * <p>Imports: nothing.
 */
package io.jenkins.plugins.baseten.agent;
