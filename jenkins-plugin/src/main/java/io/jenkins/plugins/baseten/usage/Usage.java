package io.jenkins.plugins.baseten.usage;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The stored record of the uses of one credential. */
final class Usage {
    /** The greatest number of jobs that are remembered: those that used the credential last. */
    static final int JOBS = 50;

    private String folder;
    private final String credentialsId;

    /** The time of the last use, in milliseconds since 1970. */
    private long last;

    /** The prefix of the key of the last use, null in a file of an earlier version. */
    @CheckForNull
    private String prefix;

    /** When that key was first used, in milliseconds since 1970. */
    private long first;

    /** The full names of the jobs. The job that used the credential last is at the end. */
    private final ArrayList<String> jobs = new ArrayList<>();

    Usage(@NonNull String folder, @NonNull String credentialsId) {
        this.folder = folder;
        this.credentialsId = credentialsId;
    }

    boolean isOf(@NonNull String otherFolder, @NonNull String otherId) {
        return credentialsId.equals(otherId) && folder.equals(otherFolder);
    }

    @NonNull
    Instant last() {
        return Instant.ofEpochMilli(last);
    }

    /** The time of the first use of the key with this prefix, if this key was used last. */
    @NonNull
    Optional<Instant> first(@NonNull String ofPrefix) {
        return ofPrefix.equals(prefix) ? Optional.of(Instant.ofEpochMilli(first)) : Optional.empty();
    }

    /** The time of the last use of the key with this prefix, if this key was used last. */
    @NonNull
    Optional<Instant> last(@NonNull String ofPrefix) {
        return ofPrefix.equals(prefix) ? Optional.of(last()) : Optional.empty();
    }

    @NonNull
    List<String> jobs() {
        List<String> newestFirst = new ArrayList<>(jobs);
        Collections.reverse(newestFirst);
        return List.copyOf(newestFirst);
    }

    void add(@NonNull String ofPrefix, @NonNull String job, @NonNull Instant time) {
        if (!ofPrefix.equals(prefix)) {
            prefix = ofPrefix;
            first = time.toEpochMilli();
        }
        last = Math.max(last, time.toEpochMilli());
        if (!job.isEmpty()) {
            jobs.remove(job);
            jobs.add(job);
            if (jobs.size() > JOBS) {
                jobs.remove(0);
            }
        }
    }

    /** Changes the names of an item and of everything below it after the item was renamed. */
    void rename(@NonNull String before, @NonNull String after) {
        folder = renamed(folder, before, after);
        jobs.replaceAll(job -> renamed(job, before, after));
    }

    /** Removes an item and everything below it. Returns whether the credential was below the item too. */
    boolean forget(@NonNull String item) {
        jobs.removeIf(job -> isAtOrBelow(job, item));
        return isAtOrBelow(folder, item);
    }

    private static String renamed(String name, String before, String after) {
        return isAtOrBelow(name, before) ? after + name.substring(before.length()) : name;
    }

    private static boolean isAtOrBelow(String name, String item) {
        return name.equals(item) || name.startsWith(item + "/");
    }
}
