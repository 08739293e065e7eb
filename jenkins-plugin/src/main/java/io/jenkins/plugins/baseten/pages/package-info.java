/**
 * The user interface: the pages with the keys and their rotation, the choices of the policy form, and the
 * warnings for administrators.
 *
 * <p>Imports: config, credentials, identity, keys, login, rotation.
 */
package io.jenkins.plugins.baseten.pages;
