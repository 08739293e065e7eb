package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RotationEvent;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes into the log of Jenkins, under the name of this package, what happens to keys and who began it. An
 * entry names keys by prefix and name and contains no key.
 */
final class Audit {
    private static final Logger LOGGER = Logger.getLogger(Audit.class.getPackageName());

    private Audit() {}

    static void log(@NonNull RotationEvent<KeyId> event) {
        KeyId id = event.id();
        if (event instanceof RotationEvent.Begun<KeyId> begun) {
            String by = begun.order().by();
            info(id, "begun by " + by + " for the key " + begun.order().oldPrefix());
        } else if (event instanceof RotationEvent.Resumed<KeyId> resumed) {
            String key = resumed.unclaimedKey();
            info(id, (key == null ? "resumed" : "resumed, to delete the key " + key + ",") + " by " + resumed.by());
        } else if (event instanceof RotationEvent.Aborted<KeyId> aborted) {
            info(id, "aborted by " + aborted.by());
        } else if (event instanceof RotationEvent.Reached<KeyId> reached) {
            info(id, words(reached.record()));
        } else if (event instanceof RotationEvent.Stopped<KeyId> stopped) {
            warn(id, "stopped: " + stopped.problem());
        } else if (event instanceof RotationEvent.Ended<KeyId> ended) {
            info(id, words(ended.past()));
        } else if (event instanceof RotationEvent.Warned<KeyId> warned) {
            warn(id, warned.sentence());
        } else if (event instanceof RotationEvent.Failed<KeyId> failed) {
            LOGGER.log(Level.WARNING, failed.what(), failed.failure());
        }
    }

    private static String words(RotationRecord record) {
        return record.state()
                + (record.rollingBack() ? " on the way back" : "")
                + (record.newPrefix().isEmpty() ? "" : ", new key " + record.newPrefix());
    }

    private static String words(PastRotation past) {
        return "ended as " + past.outcome() + ", begun by " + past.by() + ", old key " + past.oldPrefix()
                + (past.newPrefix().isEmpty() ? "" : ", new key " + past.newPrefix())
                + (past.note().isEmpty() ? "" : "; " + past.note());
    }

    static void warn(@CheckForNull KeyId id, @NonNull String sentence) {
        log(Level.WARNING, id, sentence);
    }

    private static void info(KeyId id, String text) {
        log(Level.INFO, id, text);
    }

    private static void log(Level level, KeyId id, String text) {
        String name = id == null ? "" : Neutralizer.line(id.toString());
        LOGGER.log(level, "{0}: {1}", new Object[] {name, Neutralizer.line(text)});
    }
}
