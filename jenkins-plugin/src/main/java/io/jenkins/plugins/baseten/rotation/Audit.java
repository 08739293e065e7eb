package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
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

    static void begun(@NonNull KeyId id, @NonNull RotationOrder order) {
        info(id, "begun by " + order.by() + " for the key " + order.oldPrefix());
    }

    static void asked(@NonNull KeyId id, @NonNull String what, @NonNull String by) {
        info(id, what + " by " + by);
    }

    static void reached(@NonNull KeyId id, @NonNull RotationRecord record) {
        info(
                id,
                record.state()
                        + (record.rollingBack() ? " on the way back" : "")
                        + (record.newPrefix().isEmpty() ? "" : ", new key " + record.newPrefix()));
    }

    static void stopped(@NonNull KeyId id, @NonNull String problem) {
        log(Level.WARNING, id, "stopped: " + problem);
    }

    static void ended(@NonNull KeyId id, @NonNull PastRotation past) {
        info(
                id,
                "ended as " + past.outcome() + ", begun by " + past.by() + ", old key " + past.oldPrefix()
                        + (past.newPrefix().isEmpty() ? "" : ", new key " + past.newPrefix())
                        + (past.note().isEmpty() ? "" : "; " + past.note()));
    }

    static void warn(@NonNull KeyId id, @NonNull String sentence) {
        log(Level.WARNING, id, sentence);
    }

    private static void info(KeyId id, String text) {
        log(Level.INFO, id, text);
    }

    private static void log(Level level, KeyId id, String text) {
        LOGGER.log(level, "{0}: {1}", new Object[] {Neutralizer.line(id.toString()), Neutralizer.line(text)});
    }
}
