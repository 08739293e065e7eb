package io.jenkins.plugins.baseten.rotation;

import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds that use the key all the time notice nothing of its rotation. */
@Tag("long")
@WithJenkins
class RotationUnderLoadTest {
    private static final int BUILDS = 50;
    private static final int ROTATIONS = 3;

    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    /** What each block does: it calls with the key of its variable and with that of its file, by turns. */
    private static String calls(int port, Path failures) {
        return """
                #!/bin/bash
                exec 9<> <(:)
                call() {
                  exec 3<>/dev/tcp/127.0.0.1/%1$d
                  printf 'GET /v1/users/me HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nAuthorization: Bearer %%s\\r\\nConnection: close\\r\\n\\r\\n' "$1" >&3
                  IFS= read -r -t 30 answer <&3
                  exec 3<&-
                  case "$answer" in
                    *' 200 '*) ;;
                    *) echo "$2: $answer" >> '%2$s' ;;
                  esac
                }
                end=$((SECONDS + 5))
                while [ $SECONDS -lt $end ]; do
                  call "$BASETEN_API_KEY" variable
                  while IFS= read -r line; do
                    case "$line" in 'api_key = '*) filed="${line#api_key = }" ;; esac
                  done < "$USER_TRUSSRC_PATH"
                  call "$filed" file
                  read -r -t 0.1 -u 9
                done
                echo "keys $BASETEN_API_KEY and $filed"
                """.formatted(port, failures);
    }

    @Test
    void fiftyBuildsCallAllTheTimeWhileTheKeyIsRotatedThreeTimes(@TempDir Path directory) throws Exception {
        // An executor that is about to go is of no use for a while.
        r.jenkins.setNumExecutors(BUILDS + 10);
        Path stop = directory.resolve("stop");
        Path failures = directory.resolve("failures");
        try (RotationRig rig = new RotationRig("team-key")) {
            Rotations.get().clock = Clock.systemUTC();
            rig.policy.setOverlapHours(0);
            rig.policy.setDeadlineHours(1);
            rig.usePolicy();
            WorkflowJob job = pipeline(
                    "job",
                    "node { while (!fileExists('" + stop
                            + "')) { withBaseten(credentialsId: 'team-key', allowUnknownRemote: true) {",
                    "  sh '''"
                            + calls(rig.sandbox.url().getPort(), failures)
                                    .replace("\\", "\\\\")
                                    .replace("'", "\\'") + "'''",
                    "} } }");
            List<WorkflowRun> runs = new ArrayList<>();
            for (int i = 0; i < BUILDS; i++) {
                runs.add(job.scheduleBuild2(0).waitForStart());
            }
            for (WorkflowRun run : runs) {
                r.waitForMessage("credential 'team-key', key " + rig.oldKey.prefix(), run);
            }

            List<ApiKey> keys = new ArrayList<>(List.of(rig.stored()));
            for (int i = 0; i < ROTATIONS; i++) {
                Rotations.get().rotate(rig.id);
                await(rig, () -> {
                    Rotations.get().tick();
                    return Rotations.get().status(rig.id).isEmpty();
                });
                PastRotation past = Rotations.get().history(rig.id).get(0);
                assertThat(past.outcome()).isEqualTo(RotationState.DONE);
                assertThat(past.note()).isEmpty();
                keys.add(rig.stored());
            }
            Files.createFile(stop);
            for (WorkflowRun run : runs) {
                r.assertBuildStatusSuccess(r.waitForCompletion(run));
                r.assertLogContains("keys **** and ****", run);
                for (ApiKey key : keys) {
                    r.assertLogNotContains(key.reveal().substring(key.prefix().length() + 1), run);
                }
            }
            assertCallsWorked(rig, keys, failures);
        }
    }

    private static void assertCallsWorked(RotationRig rig, List<ApiKey> keys, Path failures) throws Exception {
        assertThat(failures).doesNotExist();
        List<RequestEntry> requests = rig.sandbox.requests();
        assertThat(requests).filteredOn(request -> request.status() == 401).isEmpty();
        for (ApiKey key : keys) {
            assertThat(requests)
                    .filteredOn(RotationUnderLoadTest::isCall)
                    .filteredOn(request -> request.keyPrefix().equals(key.prefix()))
                    .hasSizeGreaterThan(BUILDS);
        }
        for (ApiKey key : keys.subList(0, ROTATIONS)) {
            // By their order, for the clock of the sandbox stands still.
            int last = IntStream.range(0, requests.size())
                    .filter(i -> requests.get(i).keyPrefix().equals(key.prefix()))
                    .max()
                    .orElseThrow();
            int revoked = IntStream.range(0, requests.size())
                    .filter(i -> requests.get(i).method().equals("DELETE")
                            && requests.get(i).path().endsWith(key.prefix()))
                    .findFirst()
                    .orElseThrow();
            assertThat(last).isLessThan(revoked);
            assertThat(rig.works(key)).isFalse();
        }
    }

    /** A call by a build; rotations have a user agent. */
    private static boolean isCall(RequestEntry request) {
        return request.path().equals("/v1/users/me") && request.userAgent().isEmpty();
    }

    private static void await(RotationRig rig, RotationRig.Condition condition) {
        Await.until(() -> "" + Rotations.get().status(rig.id), condition::holds);
    }
}
