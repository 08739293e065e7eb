package io.jenkins.plugins.baseten.rotation;

import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationPreview;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.credentials.StoreChanges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The way of a rotation on a controller that nothing disturbs, and its end by hand. */
@WithJenkins
class RotationsTest {
    private static JenkinsRule r;

    private String name;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @BeforeEach
    void nameTheCredential(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void letEverybodyIn() {
        r.jenkins.setSecurityRealm(hudson.security.SecurityRealm.NO_AUTHENTICATION);
        r.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
    }

    @Test
    void theCredentialHasANewKeyAndNothingElseOfItIsChanged() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            long changes = StoreChanges.count();
            PastRotation past = rig.rotated();
            assertThat(past.outcome()).isEqualTo(RotationState.DONE);
            assertThat(past.oldPrefix()).isEqualTo(rig.oldKey.prefix());
            assertThat(past.newPrefix()).isEqualTo(rig.stored().prefix());
            assertThat(rig.works(rig.stored())).isTrue();
            assertThat(rig.works(rig.oldKey)).isFalse();
            assertThat(rig.line()).containsExactly("ci-2");
            assertThat(rig.credential().getDescription()).isEqualTo("Key of the CI");
            assertThat(rig.credential().getScope()).isEqualTo(CredentialsScope.GLOBAL);
            assertThat(rig.credential().getTeam()).isEqualTo("Default");
            assertThat(rig.credential().getRemoteUrl()).isEqualTo(rig.url);
            assertThat(StoreChanges.count()).isGreaterThan(changes);
            assertThat(Rotations.get().keySince(rig.id)).contains(rig.now);
        }
    }

    @Test
    void aKeyInAFolderIsRotatedThere() throws Exception {
        Folder folder = r.createProject(Folder.class, "deploy");
        try (RotationRig rig = new RotationRig(name, folder)) {
            assertThat(rig.rotated().outcome()).isEqualTo(RotationState.DONE);
            assertThat(rig.stored().prefix()).isNotEqualTo(rig.oldKey.prefix());
        }
    }

    @Test
    void theNewKeyIsOnTheDiskEncryptedAndLeavesNoTraceAtTheEnd() throws Exception {
        Path home = r.jenkins.getRootDir().toPath();
        try (RotationRig rig = new RotationRig(name)) {
            List<Path> others = keys(home);
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            ApiKey newKey = rig.stored();
            List<Path> kept = new ArrayList<>(keys(home));
            kept.removeAll(others);
            assertThat(kept).hasSize(2);
            for (Path file : kept) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
            assertThat(filesWith(home, newKey.reveal().substring(newKey.prefix().length() + 1)))
                    .isEmpty();
            assertThat(filesWith(
                            home,
                            rig.oldKey.reveal().substring(rig.oldKey.prefix().length() + 1)))
                    .isEmpty();
            assertThat(rig.works(rig.oldKey)).isTrue();

            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
            assertThat(keys(home)).containsExactlyInAnyOrderElementsOf(others);
            assertThat(rig.works(rig.oldKey)).isFalse();
        }
    }

    private static List<Path> keys(Path home) throws Exception {
        if (!Files.exists(home.resolve("baseten"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(home.resolve("baseten"))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-key"))
                    .toList();
        }
    }

    @Test
    void whileItWaitsItSaysForWhatAndAsksNobody() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.overlap(2);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            assertThat(Rotations.get().status(rig.id).orElseThrow().waitsFor()).isEqualTo("until 2026-08-18T12:00:00Z");
            rig.sandbox.clearRequests();
            Rotations.get().tick();
            rig.at(RotationState.DRAINING);
            assertThat(rig.sandbox.requests()).isEmpty();
            assertThatThrownBy(() -> Rotations.get().rotate(rig.id))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("unfinished");
        }
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.create("ci-7");
            RotationPreview preview = Rotations.get().preview(rig.id);
            assertThat(preview.plan().newName()).isEqualTo("ci-2");
            assertThat(preview.earlierKeys()).extracting("name").containsExactly("ci-7");
            assertThat(preview.note()).isEmpty();
            assertThat(rig.sandbox.requests())
                    .filteredOn(request -> !request.method().equals("GET"))
                    .hasSize(2);
            assertThat(Rotations.get().status(rig.id)).isEmpty();
            assertThat(Rotations.get().history(rig.id)).isEmpty();
            assertThat(rig.stored()).isEqualTo(rig.oldKey);
        }
    }

    @Test
    void anAbortDuringTheDrainPutsTheOldKeyBackAndLetsTheNewOneDrain() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            ApiKey newKey = rig.stored();
            Rotations.get().abort(rig.id, null);
            rig.status(status ->
                    status.record().rollingBack() && status.record().drainSince() != null && !status.working());
            assertThat(rig.stored()).isEqualTo(rig.oldKey);
            assertThat(rig.works(newKey)).isTrue();

            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.ROLLED_BACK);
            assertThat(rig.works(newKey)).isFalse();
            assertThat(rig.works(rig.oldKey)).isTrue();
            assertThat(rig.line()).containsExactly("ci");
        }
    }

    @Test
    void anAbortAfterTheRevocationIsRefused() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            rig.sandbox.fault(
                    Fault.of(Fault.Kind.CUT_AFTER, "DELETE", "/v1/api_keys").times(20));
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            rig.stopped();
            Rotations.get().abort(rig.id, null);
            RotationStatus status = rig.status(now -> now.problem().contains("refuses the old key"));
            assertThat(status.record().rollingBack()).isTrue();
            assertThat(rig.works(rig.stored())).isTrue();
        }
    }

    @Test
    void aMintingKeyMayRotateItself() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            String own = name + "-own";
            ApiKey key = rig.admin()
                    .createApiKey(
                            new io.github.basetenci.api.CreateApiKey(
                                    io.github.basetenci.api.ApiKeyType.PERSONAL, "minter", null),
                            null);
            RotationRig.storeMinting(own, key.reveal(), CredentialsScope.SYSTEM, rig.url);
            KeyId id = new KeyId("", own);
            policyOf(id, own, 0);
            Rotations.get().rotate(id);
            rig.await(() -> Rotations.get().status(id).isEmpty());
            assertThat(Rotations.get().history(id).get(0))
                    .extracting(PastRotation::outcome, PastRotation::note)
                    .containsExactly(RotationState.DONE, "");
            assertThat(rig.works(key)).isFalse();
            ApiKey second = StoredCredential.find(id).key();
            assertThat(rig.works(second)).isTrue();

            policyOf(id, own, 1);
            Rotations.get().rotate(id);
            rig.await(() -> Rotations.get()
                    .status(id)
                    .filter(status -> status.record() != null
                            && !status.working()
                            && status.record().state() == RotationState.DRAINING)
                    .isPresent());
            Rotations.get().abort(id, null);
            // Its wait must have begun before the time goes on.
            rig.await(() -> StoredCredential.find(id).key().equals(second)
                    && Rotations.get()
                            .status(id)
                            .filter(status -> !status.working())
                            .isPresent());
            rig.now = rig.now.plus(Duration.ofHours(1));
            rig.await(() -> {
                Rotations.get().tick();
                return Rotations.get().status(id).isEmpty();
            });
            assertThat(Rotations.get().history(id))
                    .extracting(PastRotation::outcome)
                    .containsExactly(RotationState.ROLLED_BACK, RotationState.DONE);
            assertThat(rig.works(second)).isTrue();
            assertThat(rig.sandbox.keyNames()).contains("minter-2").doesNotContain("minter-3");
        }
    }

    private static void policyOf(KeyId id, String minting, int hours) {
        var policy = new io.jenkins.plugins.baseten.config.RotationPolicy(id.credentialsId(), minting);
        policy.setOverlapHours(hours);
        policy.setDeadlineHours(hours);
        BasetenConfiguration.get().setRotationPolicies(List.of(policy));
    }

    @Test
    void aMintingKeyThatMayDoEverythingIsRemarked() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            RotationRig.storeMinting(
                    name + "-all", rig.sandbox.key(KeyType.WORKSPACE_MANAGE_ALL), CredentialsScope.SYSTEM, rig.url);
            var policy = new io.jenkins.plugins.baseten.config.RotationPolicy(name, name + "-all");
            policy.setOverlapHours(1);
            BasetenConfiguration.get().setRotationPolicies(List.of(policy));
            assertThat(Rotations.get().preview(rig.id).note()).contains("WORKSPACE_MANAGE_API_KEYS would be enough");
            Rotations.get().rotate(rig.id);
            assertThat(rig.at(RotationState.DRAINING).note()).contains("WORKSPACE_MANAGE_API_KEYS would be enough");
        }
    }

    @Test
    void theLogSaysWhoDidWhatAndNoKey() throws Exception {
        try (RotationRig rig = new RotationRig(name);
                LogRecorder log = new LogRecorder()
                        .record(Audit.class.getPackageName(), Level.INFO)
                        .capture(100)) {
            r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
            try (ACLContext alice =
                    ACL.as2(User.getOrCreateByIdOrFullName("alice").impersonate2())) {
                rig.rotated();
            }
            assertThat(log.getMessages())
                    .anyMatch(line -> line.equals(name + ": begun by alice for the key " + rig.oldKey.prefix()))
                    .anyMatch(line -> line.contains("DISTRIBUTED, new key " + prefixOf(rig)))
                    .anyMatch(line -> line.contains("ended as DONE, begun by alice"))
                    .noneMatch(line -> line.contains(rig.oldKey.reveal().split("\\.")[1]));
        }
    }

    private static String prefixOf(RotationRig rig) {
        try {
            return rig.stored().prefix();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoMayNotRotateChangesNothing() throws Exception {
        Folder folder = r.createProject(Folder.class, "guarded");
        try (RotationRig rig = new RotationRig(name, folder)) {
            r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
            r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, hudson.model.Item.READ)
                    .everywhere()
                    .toEveryone()
                    .grant(RotationPermissions.ROTATE)
                    .onItems(folder)
                    .to("engineer"));
            try (ACLContext reader =
                    ACL.as2(User.getOrCreateByIdOrFullName("reader").impersonate2())) {
                assertThatThrownBy(() -> Rotations.get().rotate(rig.id)).isInstanceOf(AccessDeniedException3.class);
                assertThatThrownBy(() -> Rotations.get().preview(rig.id)).isInstanceOf(AccessDeniedException3.class);
                assertThatThrownBy(() -> Rotations.get().resume(rig.id, null))
                        .isInstanceOf(AccessDeniedException3.class);
                assertThatThrownBy(() -> Rotations.get().abort(rig.id, null))
                        .isInstanceOf(AccessDeniedException3.class);
            }
            try (ACLContext engineer =
                    ACL.as2(User.getOrCreateByIdOrFullName("engineer").impersonate2())) {
                assertThat(rig.rotated().by()).isEqualTo("engineer");
                assertThatThrownBy(() -> Rotations.get().rotate(new KeyId("", "any")))
                        .isInstanceOf(AccessDeniedException3.class);
            }
        }
    }

    @Test
    void aCredentialOfAnotherDomainOfTheStoreIsFound() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            Domain domain = new Domain("other-" + name, null, List.of());
            var credential = rig.credential();
            Fixtures.storeOf(r.jenkins).removeCredentials(Domain.global(), credential);
            Fixtures.storeOf(r.jenkins).addDomain(domain, credential);
            assertThat(rig.rotated().outcome()).isEqualTo(RotationState.DONE);
            assertThat(StoredCredential.find(rig.id).domain()).isEqualTo(domain);
        }
    }

    @Test
    void aKeyThatAnAbortPutsBackIsAsOldAsItWas() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.overlap(1);
            Rotations.get().checkDue();
            Instant since = Rotations.get().keySince(rig.id).orElseThrow();
            rig.now = rig.now.plus(Duration.ofDays(50));
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            rig.await(() -> Rotations.get().keySince(rig.id).orElseThrow().equals(rig.now));
            Rotations.get().abort(rig.id, null);
            rig.await(() -> Rotations.get().keySince(rig.id).orElseThrow().equals(since));
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            rig.ended(0);
            assertThat(Rotations.get().keySince(rig.id)).contains(since);
        }
    }

    @Test
    void aClockThatIsSetBackHoldsNothingUp() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            Instant right = rig.now;
            rig.sandbox.fault(Fault.status("GET", "/v1/api_keys", 500, "broken").times(20));
            rig.now = Instant.parse("2036-01-01T00:00:00Z");
            Rotations.get().rotate(rig.id);
            rig.stopped();
            rig.sandbox.clearFaults();
            rig.now = right;
            Rotations.get().tick();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
        }
    }

    @Test
    void aFileThatIsCutAnywhereIsSaidAndConfusesNobody() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            Path index = Rotations.root().resolve("keys.json");
            Path kept = Rotations.root().resolve("rotations").resolve(directory(index, name));
            for (Path file : List.of(kept.resolve("rotation.json"), kept.resolve("journal.json"), index)) {
                byte[] whole = Files.readAllBytes(file);
                for (int length = 0; length < whole.length - 2; length += whole.length / 5) {
                    Files.write(file, Arrays.copyOf(whole, length));
                    Rotations again = new Rotations();
                    String said =
                            again.status(rig.id).map(RotationStatus::problem).orElse("") + again.checkProblem(rig.id);
                    assertThat(said).contains(file.getFileName() + " cannot be read");
                    assertThatThrownBy(() -> again.rotate(rig.id))
                            .isInstanceOf(RefusedException.class)
                            .hasMessageContaining(file.getFileName() + " cannot be read");
                    again.close();
                    assertThat(Files.readAllBytes(file)).hasSize(length);
                }
                Files.write(file, whole);
            }
        }
    }

    private static String directory(Path index, String id) throws Exception {
        JsonObject registry = (JsonObject) Json.parse(Files.readString(index));
        return registry.array("keys").stream()
                .map(JsonObject.class::cast)
                .filter(key -> id.equals(key.string("id")))
                .map(key -> key.string("directory"))
                .findFirst()
                .orElseThrow();
    }
}
