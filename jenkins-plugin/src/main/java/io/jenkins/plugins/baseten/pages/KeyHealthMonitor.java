package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.baseten.credentials.StoreChanges;
import io.jenkins.plugins.baseten.keys.KeyFinding;
import io.jenkins.plugins.baseten.keys.KeyHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.Symbol;

/**
 * Warns administrators of keys that somebody should look at. Jenkins asks whenever it shows a page to
 * an administrator, so the answer is kept for a minute, or until a store changes.
 */
@Extension
@Symbol("basetenKeyHealth")
public final class KeyHealthMonitor extends AdministrativeMonitor {
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** At most so many findings are shown in the message; the table has them all. */
    private static final int SHOWN = 10;

    @CheckForNull
    private Look last;

    /** What was found, and when. */
    private record Look(Instant at, long changes, List<KeyFinding> findings) {}

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.monitor();
    }

    @Override
    public boolean isActivated() {
        return !findings().isEmpty();
    }

    /** Everything that was found. */
    @NonNull
    public synchronized List<KeyFinding> findings() {
        Instant now = Instant.now();
        long changes = StoreChanges.count();
        Look look = last;
        if (look == null || look.changes() != changes || look.at().plus(KEPT).isBefore(now)) {
            look = new Look(now, changes, new KeyHealth(now).all());
            last = look;
        }
        return look.findings();
    }

    /** The first of them. */
    @NonNull
    public List<KeyFinding> getShown() {
        List<KeyFinding> all = findings();
        return all.subList(0, Math.min(SHOWN, all.size()));
    }

    /** How many more there are. */
    public int getMore() {
        return Math.max(0, findings().size() - SHOWN);
    }

    /** Looks again at the next question. */
    synchronized void forget() {
        last = null;
    }
}
