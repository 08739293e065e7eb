package io.jenkins.plugins.baseten.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.util.Secret;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** People, scripts and Configuration as Code that change a credential while its key is rotated. */
@WithJenkins
class ForeignChangesTest {
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

    /** Rotates until the new key is made and verified, then does what somebody else does. */
    private void whileCreating(RotationRig rig, RotationRig.Condition edit) throws Exception {
        // The first question is for the plan; the second comes just before the key is made.
        rig.sandbox.fault(Fault.of(Fault.Kind.DELAY, "POST", "/v1/teams").delay(Duration.ofDays(1)));
        Rotations.get().rotate(rig.id);
        rig.await(() -> rig.line().contains("ci-2"));
        edit.holds();
        rig.sandbox.clearFaults();
    }

    @Test
    void anotherKeyOfAPersonIsLeftAlone() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            ApiKey theirs = rig.create("theirs");
            whileCreating(rig, () -> {
                rig.edit(theirs.reveal());
                return true;
            });
            RotationStatus status = rig.stopped();
            assertThat(status.problem()).contains("holds another key (" + theirs.prefix() + ")");
            assertThat(rig.stored()).isEqualTo(theirs);
            assertThat(rig.works(rig.oldKey)).isTrue();
        }
    }

    @Test
    void anotherDescriptionIsKept() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            whileCreating(rig, () -> {
                StoredCredential stored = StoredCredential.find(rig.id);
                BasetenApiKeyCredentialsImpl after = new BasetenApiKeyCredentialsImpl(
                        CredentialsScope.GLOBAL, name, "edited", Secret.fromString(rig.oldKey.reveal()));
                after.setRemoteUrl(rig.url);
                stored.store().updateCredentials(stored.domain(), stored.credential(), after);
                return true;
            });
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
            assertThat(rig.credential().getDescription()).isEqualTo("edited");
            assertThat(rig.credential().getTeam()).isNull();
            assertThat(rig.stored()).isNotEqualTo(rig.oldKey);
        }
    }

    @Test
    void aNewKeyDoesNotGoWhereTheOldOneDidNotBelong() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            whileCreating(rig, () -> {
                StoredCredential stored = StoredCredential.find(rig.id);
                BasetenApiKeyCredentialsImpl after =
                        stored.asApiKey().withSecret(Secret.fromString(rig.oldKey.reveal()));
                after.setRemoteUrl("https://app.staging.baseten.co");
                stored.store().updateCredentials(stored.domain(), stored.credential(), after);
                return true;
            });
            assertThat(rig.stopped().problem()).contains("now belongs to https://app.staging.baseten.co");
            assertThat(rig.stored()).isEqualTo(rig.oldKey);
        }
    }

    /** Thousands of edits by somebody else, with the old key and with changing descriptions. */
    @Test
    void noEditIsLostBetweenReadingAndWriting() throws Exception {
        Folder folder = r.createProject(Folder.class, name);
        try (RotationRig rig = new RotationRig(name, folder)) {
            CredentialTarget target = new CredentialTarget(
                    "target",
                    () -> rig.id,
                    io.github.basetenci.api.RemoteUrl.parse(rig.url),
                    rig.oldKey::prefix,
                    false);
            ApiKey other = rig.create("other");
            AtomicBoolean stop = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(1);
            var people = Executors.newSingleThreadExecutor();
            Future<Integer> edits = people.submit(() -> {
                int lost = 0;
                for (int i = 0; !stop.get(); i++) {
                    String description = "edit " + i;
                    synchronized (StoreMonitor.of(StoredCredential.find(rig.id).store())) {
                        StoredCredential stored = StoredCredential.find(rig.id);
                        BasetenApiKeyCredentialsImpl after = new BasetenApiKeyCredentialsImpl(
                                CredentialsScope.GLOBAL,
                                name,
                                description,
                                stored.asApiKey().getSecret());
                        after.setRemoteUrl(rig.url);
                        stored.store().updateCredentials(stored.domain(), stored.credential(), after);
                    }
                    begun.countDown();
                    Thread.yield();
                    if (!description.equals(rig.credential().getDescription())) {
                        lost++;
                    }
                }
                return lost;
            });
            begun.await();
            for (int i = 0; i < 100; i++) {
                target.write(i % 2 == 0 ? other : rig.oldKey, (i % 2 == 0 ? rig.oldKey : other).prefix());
            }
            stop.set(true);
            assertThat(edits.get()).isZero();
            people.shutdown();
            assertThat(rig.stored()).isEqualTo(rig.oldKey);
        }
    }

    @Test
    void theOldKeyThatComesBackDuringTheDrainIsReplacedAgainBeforeItIsRevoked() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            ApiKey newKey = rig.stored();
            rig.edit(rig.oldKey.reveal());

            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            assertThat(rig.stopped().problem()).contains("has the old key again");
            assertThat(rig.works(rig.oldKey)).isTrue();

            rig.now = rig.now.plus(Duration.ofMinutes(1));
            Rotations.get().tick();
            rig.at(RotationState.DRAINING);
            assertThat(rig.stored()).isEqualTo(newKey);
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
            assertThat(rig.works(rig.oldKey)).isFalse();
        }
    }

    @Test
    void anOldKeyThatComesBackAfterTheEndIsSaidOnce() throws Exception {
        try (RotationRig rig = new RotationRig(name);
                LogRecorder log = new LogRecorder()
                        .record(Audit.class.getPackageName(), Level.WARNING)
                        .capture(100)) {
            rig.rotated();
            ApiKey newKey = rig.stored();
            rig.edit(rig.oldKey.reveal());
            rig.await(() -> Rotations.get().overwritten().containsKey(rig.id));
            assertThat(Rotations.get().overwritten()).containsEntry(rig.id, rig.now);
            Rotations.get().checkDue();
            assertThat(Rotations.get().checkProblem(rig.id)).contains("does not list the key " + rig.oldKey.prefix());
            assertThat(Rotations.get().upstream(rig.id)).isEmpty();
            assertThat(log.getMessages().stream().filter(line -> line.startsWith(name + ":")))
                    .hasSize(1)
                    .allMatch(line -> line.contains("replaced and revoked"));
            rig.edit(newKey.reveal());
            rig.await(() -> !Rotations.get().overwritten().containsKey(rig.id));
        }
    }

    @Test
    void whatConfigurationAsCodeBringsIsRefused(@TempDir Path directory) throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            casc(directory, rig);
            assertThatThrownBy(() -> Rotations.get().rotate(rig.id))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("comes from Configuration as Code")
                    .hasMessageContaining("keep it in the store of a folder");
            assertThat(rig.line()).containsExactly("ci");
            Rotations.get().checkDue();
            assertThat(Rotations.get().checkProblem(rig.id)).contains("Configuration as Code");
            Fixtures.store("by-hand", Fixtures.KEY, rig.url);
            assertThat(CascOwned.get().owns(StoredCredential.find(new KeyId("", "by-hand"))))
                    .isFalse();
        }
    }

    /** With the reload the old key would come back for good, so neither key is revoked until a person decides. */
    @Test
    void aReloadDuringTheDrainStopsTheRotationWithBothKeysAlive(@TempDir Path directory) throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            ApiKey newKey = rig.stored();
            casc(directory, rig);
            assertThat(rig.stored()).isEqualTo(rig.oldKey);
            for (int i = 0; i < 3; i++) {
                rig.now = rig.now.plus(Duration.ofHours(1));
                Rotations.get().tick();
                rig.stopped();
            }
            rig.status(status -> !status.working() && status.problem().contains("comes from Configuration as Code"));
            assertThat(rig.works(rig.oldKey)).isTrue();
            assertThat(rig.works(newKey)).isTrue();

            Rotations.get().abort(rig.id, null);
            rig.status(
                    status -> status.record().rollingBack() && status.problem().isEmpty() && !status.working());
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.ROLLED_BACK);
            assertThat(rig.line()).containsExactly("ci");
            assertThat(rig.works(rig.stored())).isTrue();
        }
    }

    @Test
    void aReloadAfterTheEndIsSaid(@TempDir Path directory) throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.rotated();
            casc(directory, rig);
            rig.await(() -> Rotations.get().overwritten().containsKey(rig.id));
        }
    }

    /** A YAML with the old key, and all else that the test needs: it replaces the whole store. */
    private void casc(Path directory, RotationRig rig) throws Exception {
        String yaml =
                """
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - basetenApiKey:
                              scope: GLOBAL
                              id: "%1$s"
                              secret: "%2$s"
                              remoteUrl: "%3$s"
                          - basetenApiKey:
                              scope: SYSTEM
                              id: "%1$s-minting"
                              secret: "%4$s"
                              remoteUrl: "%3$s"
                """.formatted(name, rig.oldKey.reveal(), rig.url, rig.sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS));
        Path file = Files.writeString(directory.resolve("jenkins.yaml"), yaml);
        ConfigurationAsCode.get().configure(file.toString());
    }

    @Test
    void aFolderThatIsRenamedTakesItsRotationAlong() throws Exception {
        Folder folder = r.createProject(Folder.class, "before");
        try (RotationRig rig = new RotationRig(name, folder)) {
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            folder.renameTo("after");
            KeyId moved = new KeyId("after", name);
            assertThat(Rotations.get().status(rig.id)).isEmpty();
            assertThat(Rotations.get().status(moved)).isPresent();
            assertThat(BasetenConfiguration.get().getRotationPolicies())
                    .filteredOn(policy -> policy.getCredentialsId().equals(name))
                    .extracting("folder")
                    .containsExactly("after");
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            rig.await(() -> Rotations.get().status(moved).isEmpty());
            assertThat(Rotations.get().history(moved))
                    .extracting(PastRotation::outcome)
                    .containsExactly(RotationState.DONE);
            assertThat(rig.works(rig.oldKey)).isFalse();
        }
    }

    @Test
    void aCredentialThatIsDeletedMeanwhileCanBeBroughtBackOrGivenUp() throws Exception {
        for (boolean giveUp : List.of(false, true)) {
            String id = name + giveUp;
            try (RotationRig rig = new RotationRig(id)) {
                rig.overlap(1);
                Rotations.get().rotate(rig.id);
                rig.at(RotationState.DRAINING);
                BasetenApiKeyCredentialsImpl deleted = rig.credential();
                Fixtures.storeOf(r.jenkins).removeCredentials(Domain.global(), deleted);
                rig.now = rig.now.plus(Duration.ofHours(1));
                Rotations.get().tick();
                assertThat(rig.stopped().problem()).contains("there is no credential " + id);
                assertThat(rig.works(rig.oldKey)).isTrue();
                if (giveUp) {
                    Rotations.get().abort(rig.id, null);
                    rig.status(status ->
                            status.record().rollingBack() && status.problem().isEmpty() && !status.working());
                } else {
                    Fixtures.addToSystem(deleted);
                }
                rig.now = rig.now.plus(Duration.ofHours(1));
                Rotations.get().tick();
                PastRotation past = rig.ended(0);
                assertThat(past.outcome()).isEqualTo(giveUp ? RotationState.ROLLED_BACK : RotationState.DONE);
                String orphaned = "No credential holds the key " + rig.oldKey.prefix() + ", which lives on";
                assertThat(past.note().contains(orphaned)).as(past.note()).isEqualTo(giveUp);
                assertThat(rig.line()).containsExactly(giveUp ? "ci" : "ci-2");
            }
        }
    }

    @Test
    void aPolicyThatIsRemovedMeanwhileStopsNothing() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            BasetenConfiguration.get().setRotationPolicies(List.of());
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
        }
    }

    @Test
    void anAbortLeavesAnotherKeyOfAPersonAlone() throws Exception {
        try (RotationRig rig = new RotationRig(name)) {
            ApiKey theirs = rig.create("theirs");
            whileCreating(rig, () -> {
                rig.edit(theirs.reveal());
                return true;
            });
            rig.stopped();
            Rotations.get().abort(rig.id, null);
            goOnUntilTheEnd(rig);
            assertThat(Rotations.get().history(rig.id).get(0).outcome()).isEqualTo(RotationState.ROLLED_BACK);
            assertThat(rig.stored()).isEqualTo(theirs);
            assertThat(rig.works(theirs)).isTrue();
            assertThat(rig.line()).containsExactly("ci");
        }
    }

    private static void goOnUntilTheEnd(RotationRig rig) throws Exception {
        rig.await(() -> {
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            return Rotations.get().status(rig.id).isEmpty();
        });
    }

    /** Whoever copies the credential while its key is rotated would be left with a revoked key. */
    @Test
    void aKeyThatAnotherCredentialHasByNowIsNotRevoked() throws Exception {
        Folder folder = r.createProject(Folder.class, name);
        try (RotationRig rig = new RotationRig(name)) {
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            BasetenApiKeyCredentialsImpl copy = Fixtures.credential("copy", rig.oldKey.reveal(), rig.url);
            Fixtures.storeOf(folder).addCredentials(Domain.global(), copy);
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            assertThat(rig.stopped().problem())
                    .contains("a credential in another store of this controller holds the key " + rig.oldKey.prefix());
            assertThat(rig.works(rig.oldKey)).isTrue();

            Fixtures.storeOf(folder).removeCredentials(Domain.global(), copy);
            goOnUntilTheEnd(rig);
            assertThat(rig.works(rig.oldKey)).isFalse();
        }
    }

    @Test
    void theRotationOfAFolderThatIsGoneIsEndedByAnAdministrator() throws Exception {
        Folder folder = r.createProject(Folder.class, name);
        try (RotationRig rig = new RotationRig(name, folder)) {
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            folder.delete();
            assertThat(Rotations.get().unfinished()).contains(rig.id);
            r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
            r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(RotationPermissions.ROTATE)
                    .everywhere()
                    .to("engineer")
                    .grant(Jenkins.ADMINISTER)
                    .everywhere()
                    .to("administrator"));
            try (ACLContext engineer =
                    ACL.as2(User.getOrCreateByIdOrFullName("engineer").impersonate2())) {
                assertThatThrownBy(() -> Rotations.get().abort(rig.id, null))
                        .isInstanceOf(AccessDeniedException3.class);
            }
            try (ACLContext administrator =
                    ACL.as2(User.getOrCreateByIdOrFullName("administrator").impersonate2())) {
                Rotations.get().abort(rig.id, null);
            }
            goOnUntilTheEnd(rig);
            assertThat(rig.line()).containsExactly("ci");
        } finally {
            r.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
            r.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        }
    }
}
