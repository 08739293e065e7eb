package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.Drain;
import io.jenkins.plugins.baseten.leases.Lease;
import io.jenkins.plugins.baseten.leases.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Lets a key live on until no running build uses it, but for a while at least and not beyond a
 * deadline. What it says names no build.
 *
 * @param overlap how long at least, for whoever has the key and is no build of this controller
 * @param deadline how long at most, counted from the same moment
 * @param clock tells the time
 */
public record BuildDrain(
        @NonNull Duration overlap,
        @NonNull Duration deadline,
        @NonNull InstantSource clock) implements Drain {
    /** The time in which a build that has just read the old key out of its credential is known to hold it. */
    static final Duration SETTLING = Duration.ofSeconds(5);

    @NonNull
    @Override
    public Verdict ask(@NonNull String prefix, @NonNull Instant since) {
        Instant now = clock.instant();
        Instant latest = since.plus(deadline);
        Instant earliest = since.plus(overlap.compareTo(SETTLING) < 0 ? SETTLING : overlap);
        Optional<List<Lease>> leases = Leases.of(prefix);
        if (!now.isBefore(latest)) {
            return new Verdict(true, leases.map(BuildDrain::atDeadline).orElse("until the deadline, which has passed"));
        }
        if (now.isBefore(earliest)) {
            return new Verdict(false, "until " + seconds(earliest));
        }
        if (leases.isEmpty()) {
            return new Verdict(
                    false,
                    "until Jenkins has loaded the builds that go on after its start, or until " + seconds(latest));
        }
        int count = leases.get().size();
        return count == 0
                ? new Verdict(true, "until now, when no running build uses it")
                : new Verdict(
                        false,
                        "until " + builds(count) + " that " + (count == 1 ? "uses" : "use") + " it "
                                + (count == 1 ? "lets" : "let") + " go of it, or until " + seconds(latest));
    }

    private static String atDeadline(List<Lease> leases) {
        return leases.isEmpty()
                ? "until now, when no running build uses it"
                : "until the deadline, which has passed while " + builds(leases.size()) + " still "
                        + (leases.size() == 1 ? "uses" : "use") + " it";
    }

    private static String builds(int count) {
        return count == 1 ? "1 running build" : count + " running builds";
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
