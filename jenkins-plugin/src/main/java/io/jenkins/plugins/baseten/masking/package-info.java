/**
 * Masks the keys that a build has had in its hands, in all that Jenkins shows and stores of the build.
 *
 * <p>Imports: leases.
 */
package io.jenkins.plugins.baseten.masking;
