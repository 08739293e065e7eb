package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;

/**
 * A running build that uses a key. The caller that shows a lease checks who may see it, because the name of a
 * build contains the names of its job and folders.
 *
 * @param build the name of the build for {@link hudson.model.Run#fromExternalizableId}, for example {@code
 *     folder/job#12}
 * @param url of the build, relative to the root of Jenkins, for example {@code job/folder/job/job/12/}
 * @param credentialsId the credential that the build has the key from
 * @param since when the build got the key
 */
public record Lease(
        @NonNull String build,
        @NonNull String url,
        @NonNull String credentialsId,
        @NonNull Instant since) {}
