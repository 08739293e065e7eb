package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;

/**
 * A build that wants an access token.
 *
 * @param run the build
 * @param credential the credential as the build found it
 * @param agent where the block runs that wants the token
 */
public record TokenRequest(
        @NonNull Run<?, ?> run,
        @NonNull BasetenWorkloadIdentityCredentials credential,
        @NonNull BlockAgent agent) {}
