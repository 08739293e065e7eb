/**
 * The binding {@code basetenApiKey}: a login for jobs without Pipeline, and for
 * {@code withCredentials}.
 *
 * <p>Imports: agent, login.
 */
package io.jenkins.plugins.baseten.binding;
