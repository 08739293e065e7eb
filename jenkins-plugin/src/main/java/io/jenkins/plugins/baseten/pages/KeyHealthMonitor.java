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
 * Warns administrators of keys that somebody should look at. Jenkins asks for the findings whenever it shows a
 * page to an administrator, so they are kept for a minute, or until a store changes.
 */
@Extension
@Symbol("basetenKeyHealth")
public final class KeyHealthMonitor extends AdministrativeMonitor {
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** The greatest number of findings that the message shows; the table shows all findings. */
    private static final int SHOWN = 10;

    @CheckForNull
    private Look last;

    /** The findings, and the time at which they were found. */
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

    /** All findings. */
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

    /** The first findings, for the message. */
    @NonNull
    public List<KeyFinding> getShown() {
        List<KeyFinding> all = findings();
        return all.subList(0, Math.min(SHOWN, all.size()));
    }

    /** The number of findings that the message does not show. */
    public int getMore() {
        return Math.max(0, findings().size() - SHOWN);
    }

    /** Makes the next call search for findings again. */
    synchronized void forget() {
        last = null;
    }
}
