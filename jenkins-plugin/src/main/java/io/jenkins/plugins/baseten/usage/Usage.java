package io.jenkins.plugins.baseten.usage;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** How one credential was used, as it is stored. */
final class Usage {
    /** At most so many jobs are remembered: those that used the credential last. */
    static final int JOBS = 50;

    private String folder;
    private final String credentialsId;

    /** In milliseconds since 1970. */
    private long last;

    /** The key of the last use, null in a file of an earlier version. */
    @CheckForNull
    private String prefix;

    /** When that key was first used, in milliseconds since 1970. */
    private long first;

    /** Full names, the last to use it at the end. */
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

    /** When the key of this prefix was first used, if it is the one that was used last. */
    @NonNull
    Optional<Instant> first(@NonNull String ofPrefix) {
        return ofPrefix.equals(prefix) ? Optional.of(Instant.ofEpochMilli(first)) : Optional.empty();
    }

    /** When the key of this prefix was last used, if it is the one that was used last. */
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

    /** An item, and with it all below it, has another full name. */
    void rename(@NonNull String before, @NonNull String after) {
        folder = renamed(folder, before, after);
        jobs.replaceAll(job -> renamed(job, before, after));
    }

    /** An item, and with it all below it, is gone; says whether the credential is, too. */
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
