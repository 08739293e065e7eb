package io.jenkins.plugins.baseten.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.managed.KeyTimes;
import io.github.basetenci.sandbox.Fault;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.usage.Uses;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Since when there is a key, and when it was last used, whoever knows of it. */
@WithJenkins
class KeyTimesTest {
    private static int count;

    @BeforeAll
    static void start(JenkinsRule rule) {
        assertThat(rule.jenkins).isNotNull();
    }

    /** The first look at the credential is at 2026-08-18T10:00:00Z. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # created at,          last used at,         used here at,         since,                last use
            2026-03-01T00:00:00Z,  2026-08-17T12:00:00Z, ,                     2026-03-01T00:00:00Z, 2026-08-17T12:00:00Z
            2026-03-01T00:00:00Z,  2026-08-17T12:00:00Z, 2026-08-18T09:00:00Z, 2026-03-01T00:00:00Z, 2026-08-18T09:00:00Z
            2026-03-01T00:00:00Z,  2026-08-18T09:30:00Z, 2026-08-18T09:00:00Z, 2026-03-01T00:00:00Z, 2026-08-18T09:30:00Z
            2026-03-01T00:00:00Z,  ,                     ,                     2026-03-01T00:00:00Z,
            ,                      2026-08-17T12:00:00Z, ,                     2026-08-17T12:00:00Z, 2026-08-17T12:00:00Z
            ,                      ,                     2026-08-10T08:00:00Z, 2026-08-10T08:00:00Z, 2026-08-10T08:00:00Z
            2026-08-01T00:00:00Z,  ,                     2026-07-31T23:59:00Z, 2026-07-31T23:59:00Z, 2026-07-31T23:59:00Z
            2026-08-18T10:05:00Z,  ,                     ,                     2026-08-18T10:00:00Z,
            ,                      ,                     ,                     2026-08-18T10:00:00Z,
            """)
    void aKeyIsAsOldAsTheEarliestThatIsKnownOfIt(
            String created, String lastUsed, Instant usedHere, Instant since, Instant lastUse) throws Exception {
        try (RotationRig rig = new RotationRig("key-" + ++count)) {
            String prefix = rig.oldKey.prefix();
            if (usedHere != null) {
                Uses.note("", rig.name, prefix, usedHere);
            }
            rig.sandbox.fault(Fault.status(
                    "GET",
                    "/v1/api_keys",
                    200,
                    "{\"keys\":[{\"prefix\":\"%s\",\"type\":\"WORKSPACE_MANAGE_ALL\",\"created_at\":%s,\"last_used_at\":%s}]}"
                            .formatted(prefix, json(created), json(lastUsed))));
            Rotations.get().checkDue();
            Rotations again = new Rotations();
            again.close();
            KeyTimes<KeyId> afterRestart = again.times();

            assertThat(Rotations.get().times().since(rig.id, prefix)).contains(since);
            assertThat(Rotations.get().times().lastUsed(rig.id, prefix)).isEqualTo(Optional.ofNullable(lastUse));
            assertThat(afterRestart.since(rig.id, prefix)).contains(since);
            assertThat(Rotations.get().times().since(rig.id, "another"))
                    .as("of a key that nobody has seen")
                    .isEmpty();
        }
    }

    private static String json(String time) {
        return time == null ? "null" : "\"" + time + "\"";
    }

    /** Before the first check, which comes five minutes after the start. */
    @ParameterizedTest
    @CsvSource({"2026-08-18T09:00:00Z", "2026-01-01T00:00:00Z"})
    void aKeyThatWasUsedBeforeItWasLookedAtIsNoYounger(Instant used) throws Exception {
        try (RotationRig rig = new RotationRig("key-" + ++count)) {
            Uses.note("", rig.name, rig.oldKey.prefix(), used);
            assertThat(Rotations.get().times().since(rig.id, rig.oldKey.prefix()))
                    .contains(used);
        }
    }
}
