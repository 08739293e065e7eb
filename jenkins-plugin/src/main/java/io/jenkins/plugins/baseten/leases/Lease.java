package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;

/**
 * A running build that uses a key. Whoever shows it decides who may see it: a name of a build tells the
 * name of its job and folders.
 *
 * @param build as {@link hudson.model.Run#fromExternalizableId} takes it, for example {@code folder/job#12}
 * @param url relative to that of Jenkins, for example {@code job/folder/job/job/12/}
 * @param credentialsId the credential that the build has the key from
 * @param since when it got the key
 */
public record Lease(
        @NonNull String build,
        @NonNull String url,
        @NonNull String credentialsId,
        @NonNull Instant since) {}
