package io.jenkins.plugins.baseten.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.security.ACL;
import hudson.util.Secret;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A controller that is ended by SIGKILL at each state of a rotation and started again. The server holds
 * back an answer, so that the rotation stands still; where no question is asked between two writes to
 * the disk, the files are set back to what a kill between them leaves.
 */
@Tag("long")
class RotationKilledTest {
    private static final String OLD_KEY = "firstkey.0123456789abcdefghijKLMNOPQRSTUV";
    private static final KeyId ID = new KeyId("", "team-key");

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension();

    private Sandbox sandbox;

    @Test
    void whereverItIsKilledItGoesOnOrBack() throws Throwable {
        sandbox = Sandbox.start(SandboxOptions.defaults().withKey(OLD_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "ci"));
        String url = sandbox.url().toString();
        String minting = sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS);
        real.startJenkins();
        real.runRemotely(r -> {
            configure(url, minting);
        });

        killAt("PLANNED, nothing asked", "GET", "/v1/api_keys", 2, () -> state("PLANNED"));
        goesOn(2);
        killAt("PLANNED, a key made", "POST", "/v1/teams", 1, () -> sandbox.keyNames()
                .contains("ci-3"));
        startJenkins();
        String unclaimedKey = real.runRemotely(RotationKilledTest::unclaimedKey);
        assertThat(unclaimedKey).isNotEmpty();
        real.runRemotely(r -> {
            decide(unclaimedKey);
        });
        endsWith(3, RotationState.DONE);
        killAt("CREATED", "GET", "/v1/users/me", 2, () -> state("HELD"));
        Files.delete(file("new-key"));
        edit("journal.json", "\"HELD\"", "\"CREATED\"");
        goesOn(4);
        killAt("HELD", "GET", "/v1/users/me", 2, () -> state("HELD"));
        goesOn(5);
        killAt("VERIFIED", "GET", "/v1/users/me", 2, () -> state("HELD"));
        edit("journal.json", "\"HELD\"", "\"VERIFIED\"");
        goesOn(6);
        killAt("VERIFIED, a write begun", "GET", "/v1/api_keys", 5, () -> journal()
                .contains("\"WRITTEN\""));
        edit("journal.json", "\"WRITTEN\"", "\"ATTEMPTED\"");
        goesOn(7);
        killAt("VERIFIED, written", "GET", "/v1/api_keys", 5, () -> journal().contains("\"WRITTEN\""));
        goesOn(8);
        killAt("DISTRIBUTED", "GET", "/v1/users/me", 3, () -> state("DRAINING"));
        edit("journal.json", "\"DRAINING\"", "\"DISTRIBUTED\"");
        goesOn(9);
        killAt("DRAINING", "GET", "/v1/users/me", 3, () -> state("DRAINING"));
        goesOn(10);
        killAt("DRAINING, revoked", "DELETE", "/v1/api_keys", 1, () -> !sandbox.keyNames()
                .contains("ci-10"));
        goesOn(11);
        killAt("REVOKED", "DELETE", "/v1/api_keys", 1, () -> !sandbox.keyNames().contains("ci-11"));
        edit("journal.json", "\"DRAINING\"", "\"REVOKED\"");
        goesOn(12);
        killAt("DONE", "DELETE", "/v1/api_keys", 1, () -> !sandbox.keyNames().contains("ci-12"));
        edit("journal.json", "\"DRAINING\"", "\"DONE\"");
        Files.delete(file("new-key"));
        goesOn(13);
        real.runRemotely(RotationKilledTest::overlap);
        real.runRemotely(RotationKilledTest::drain);
        hang("GET", "/v1/users/me", 1);
        real.runRemotely(r -> {
            Rotations.get().abort(ID, null);
        });
        killWhen("on the way back", () -> journal().contains("\"rolling_back\": true"));
        edit("rotation.json", "\"overlap_seconds\": 3600", "\"overlap_seconds\": 0");
        startJenkins();
        endsWith(13, RotationState.ROLLED_BACK);
        real.stopJenkins();
        sandbox.close();
    }

    /** Begins a rotation and kills the controller while it waits for an answer. */
    private void killAt(String what, String method, String path, int number, BooleanSupplier there) throws Throwable {
        hang(method, path, number);
        real.runRemotely(r -> {
            Rotations.get().rotate(ID);
        });
        killWhen(what, there);
    }

    private void hang(String method, String path, int number) {
        if (number > 1) {
            sandbox.fault(Fault.of(Fault.Kind.DELAY, method, path).times(number - 1));
        }
        sandbox.fault(Fault.of(Fault.Kind.DELAY, method, path).delay(Duration.ofDays(1)));
    }

    private void killWhen(String what, BooleanSupplier there) throws Throwable {
        Await.until(() -> what + ": " + journal(), there::getAsBoolean);
        real.stopJenkinsForcibly();
        sandbox.clearFaults();
    }

    private void startJenkins() throws Throwable {
        real.startJenkins();
        String key = real.runRemotely(r -> stored());
        assertThat(sandbox.accepts(key))
                .as("the credential has a key that works")
                .isTrue();
    }

    private void goesOn(int number) throws Throwable {
        startJenkins();
        endsWith(number, RotationState.DONE);
    }

    private void endsWith(int number, RotationState outcome) throws Throwable {
        String end = real.runRemotely(RotationKilledTest::end);
        assertThat(end).isEqualTo(outcome.name());
        assertThat(sandbox.keyNames().stream().filter(name -> name.startsWith("ci")))
                .containsExactly("ci-" + number);
        String key = real.runRemotely(r -> stored());
        assertThat(sandbox.accepts(key)).isTrue();
        assertThat(find("new-key")).isEmpty();
        assertThat(find("old-key")).isEmpty();
        assertThat(find("rotation.json")).isEmpty();
    }

    private boolean state(String state) {
        return journal().contains("\"state\": \"" + state + "\"");
    }

    private String journal() {
        try {
            Optional<Path> file = find("journal.json");
            return file.isPresent() ? Files.readString(file.get()) : "";
        } catch (IOException e) {
            // It is being replaced, or was deleted at the end.
            return "";
        }
    }

    private void edit(String name, String from, String to) throws IOException {
        Path file = file(name);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private Path file(String name) {
        return find(name).orElseThrow();
    }

    private Optional<Path> find(String name) {
        Path directory = real.getHome().toPath().resolve("baseten/rotations");
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> rotations = Files.list(directory)) {
            return rotations
                    .map(rotation -> rotation.resolve(name))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void configure(String url, String minting) throws Exception {
        BasetenConfiguration.get().setTrustedUrls(url);
        Fixtures.store("team-key", OLD_KEY, url);
        BasetenApiKeyCredentialsImpl credential =
                new BasetenApiKeyCredentialsImpl(CredentialsScope.SYSTEM, "minting", null, Secret.fromString(minting));
        credential.setRemoteUrl(url);
        Fixtures.addToSystem(credential);
        policy(0);
    }

    private static void policy(int hours) {
        RotationPolicy policy = new RotationPolicy("team-key", "minting");
        policy.setOverlapHours(hours);
        policy.setDeadlineHours(hours);
        BasetenConfiguration.get().setRotationPolicies(List.of(policy));
    }

    private static String stored() {
        return CredentialsMatchers.firstOrNull(
                        CredentialsProvider.lookupCredentialsInItemGroup(
                                BasetenApiKeyCredentialsImpl.class, Jenkins.get(), ACL.SYSTEM2),
                        CredentialsMatchers.withId("team-key"))
                .getSecret()
                .getPlainText();
    }

    private static String end(JenkinsRule r) throws Exception {
        await(() -> Rotations.get().status(ID).isEmpty());
        return Rotations.get().history(ID).get(0).outcome().name();
    }

    private static String unclaimedKey(JenkinsRule r) throws Exception {
        await(() -> Rotations.get()
                .status(ID)
                .filter(status -> status.unclaimedKey() != null)
                .isPresent());
        return Rotations.get().status(ID).orElseThrow().unclaimedKey();
    }

    private static void decide(String unclaimedKey) throws Exception {
        Rotations.get().resume(ID, unclaimedKey);
    }

    private static void overlap(JenkinsRule r) {
        policy(1);
    }

    private static void drain(JenkinsRule r) throws Exception {
        Rotations.get().rotate(ID);
        await(() -> Rotations.get()
                .status(ID)
                .filter(status -> !status.waitsFor().isEmpty() && !status.working())
                .isPresent());
    }

    /** In the JVM of Jenkins, which has no other class of the tests. */
    private static void await(BooleanSupplier condition) throws Exception {
        while (!condition.getAsBoolean()) {
            Thread.sleep(20);
        }
    }
}
