/**
 * What people see and press: the pages with the keys and their rotation, the choices of the policy
 * form, and the warning for administrators.
 */
package io.jenkins.plugins.baseten.pages;
