/**
 * Masks the keys that a build has received, in everything that Jenkins shows and stores of the build.
 *
 * <p>Imports: leases.
 */
package io.jenkins.plugins.baseten.masking;
