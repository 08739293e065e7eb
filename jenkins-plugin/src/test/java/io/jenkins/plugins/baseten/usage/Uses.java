package io.jenkins.plugins.baseten.usage;

import java.time.Instant;

/** Uses of keys at times that a test chooses. */
public final class Uses {
    private Uses() {}

    public static void note(String folder, String credentialsId, String prefix, Instant time) {
        UsageRecords.get().add(folder, credentialsId, prefix, "job", time);
    }
}
