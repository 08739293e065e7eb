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
 * Lets a key live on until no running build uses it, at least for the overlap and at most until the deadline.
 * Its messages name no build.
 *
 * @param overlap the shortest time, for users of the key that are no builds of this controller
 * @param deadline the longest time, counted from the moment from which the overlap is counted
 * @param clock tells the time
 */
public record BuildDrain(
        @NonNull Duration overlap,
        @NonNull Duration deadline,
        @NonNull InstantSource clock) implements Drain {
    /** The time after which a build that has read the old key from its credential is known to hold this key. */
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
