/**
 * The user interface: the pages with the keys and their rotation, the choices of the policy form, and the
 * warnings for administrators.
 *
 * <p>Imports: config, credentials, keys, login, rotation.
 */
package io.jenkins.plugins.baseten.pages;
