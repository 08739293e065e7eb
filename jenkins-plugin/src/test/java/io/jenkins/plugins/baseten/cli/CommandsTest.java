package io.jenkins.plugins.baseten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.cli.CLICommand;
import hudson.cli.CLICommandInvoker;
import hudson.model.Item;
import hudson.security.Permission;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.StoredKeys;
import io.jenkins.plugins.baseten.pages.KeyWorld;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.util.List;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class CommandsTest {
    private static final int WRONG_INPUT = 3;
    private static final int REFUSED = 5;
    private static final int FORBIDDEN = 6;

    private static JenkinsRule r;

    private KeyWorld world;
    private String id;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("rotator", "reader")
                .grant(new Permission[] {RotationPermissions.ROTATE})
                .everywhere()
                .to("rotator"));
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @BeforeEach
    void createTheKey(TestInfo test) throws Exception {
        id = test.getTestMethod().orElseThrow().getName();
        world = new KeyWorld(id, r.jenkins);
    }

    @AfterEach
    void stopTheServer() throws Exception {
        world.close();
    }

    private static CLICommandInvoker.Result as(String user, CLICommand command, String... arguments) {
        return new CLICommandInvoker(r, command).asUser(user).invokeWithArgs(arguments);
    }

    static List<Supplier<CLICommand>> ofRotators() {
        return List.of(
                BasetenRotateKeyCommand::new,
                BasetenResumeRotationCommand::new,
                BasetenAbortRotationCommand::new,
                BasetenRotationHistoryCommand::new);
    }

    static List<Supplier<CLICommand>> ofAdministrators() {
        return List.of(BasetenSetRotationPolicyCommand::new, BasetenRemoveRotationPolicyCommand::new);
    }

    @ParameterizedTest
    @MethodSource("ofRotators")
    void whoMayNotRotateIsToldTheSameOfEveryFolder(Supplier<CLICommand> command) {
        for (String folder : List.of("", "nowhere")) {
            CLICommandInvoker.Result result = as("reader", command.get(), id, "-folder", folder);
            assertThat(result.returnCode()).isEqualTo(FORBIDDEN);
            assertThat(result.stderr()).contains("Baseten/Rotate").doesNotContain("nowhere");
        }
    }

    @ParameterizedTest
    @MethodSource("ofRotators")
    void anIdThatNoCredentialHasIsWrongInput(Supplier<CLICommand> command) {
        for (String[] arguments : new String[][] {{"nope"}, {id, "-folder", "nowhere"}, {id + "-2"}}) {
            CLICommandInvoker.Result result = as("administrator", command.get(), arguments);
            String named = (arguments.length > 1 ? "nowhere/" : "") + arguments[0];
            assertThat(result.returnCode()).as(named).isEqualTo(WRONG_INPUT);
            assertThat(result.stderr()).contains("There is no credential " + named + ";");
        }
        CLICommandInvoker.Result plan = as("administrator", new BasetenRotateKeyCommand(), "nope", "-dry-run");
        assertThat(plan.returnCode()).isEqualTo(WRONG_INPUT);
    }

    @Test
    void administratorsReachTheRotationsOfAFolderThatIsGone() throws Exception {
        Folder folder = r.jenkins.createProject(Folder.class, id);
        try (KeyWorld lost = new KeyWorld("lost", folder)) {
            Rotations.get().rotate(lost.id);
            lost.awaitState(RotationState.DRAINING);
            folder.delete();
            for (CLICommand command : List.of(new BasetenResumeRotationCommand(), new BasetenAbortRotationCommand())) {
                assertThat(as("administrator", command, "lost", "-folder", id).returnCode())
                        .isZero();
            }
            lost.awaitWayBack();
        }
    }

    @Test
    void aCredentialWithoutAPolicyIsRefused() {
        BasetenConfiguration.get().removeRotationPolicy("", id);
        CLICommandInvoker.Result result = as("administrator", new BasetenRotateKeyCommand(), id);
        assertThat(result.returnCode()).isEqualTo(REFUSED);
        assertThat(result.stderr()).contains("there is no rotation policy for the credential " + id);
    }

    @Test
    void aCredentialThatIsGoneWhileItsKeyIsRotatedIsInTheList() throws Exception {
        Rotations.get().rotate(world.id);
        world.awaitState(RotationState.DRAINING);
        String newKey = world.row().prefix();
        Fixtures.storeOf(r.jenkins)
                .removeCredentials(
                        Domain.global(),
                        StoredKeys.in("").stream()
                                .filter(key -> key.credential().getId().equals(id))
                                .findFirst()
                                .orElseThrow()
                                .credential());
        assertThat(as("rotator", new BasetenListKeysCommand()).stdout())
                .containsPattern("Controller +" + id + " .* not rotated +Draining +1");
        assertThat(as("rotator", new BasetenListKeysCommand(), "-json").stdout())
                .contains("the keys " + world.oldKey.prefix() + " and " + newKey + " live on");
        assertThat(as("rotator", new BasetenAbortRotationCommand(), id).returnCode())
                .isZero();
        world.awaitWayBack();
        assertThat(as("rotator", new BasetenListKeysCommand()).stdout())
                .containsPattern("Controller +" + id + " .* Going back +1");
    }

    @ParameterizedTest
    @MethodSource("ofAdministrators")
    void onlyAdministratorsChangePolicies(Supplier<CLICommand> command) {
        for (String user : List.of("reader", "rotator")) {
            assertThat(as(user, command.get(), id).returnCode()).isEqualTo(FORBIDDEN);
        }
        assertThat(BasetenConfiguration.get().getRotationPolicies()).hasSize(1);
    }

    @Test
    void theListHasTheKeysInTextAndInJson() {
        assertThat(as("reader", new BasetenListKeysCommand()).returnCode()).isEqualTo(FORBIDDEN);
        assertThat(as("rotator", new BasetenListKeysCommand()).stdout())
                .containsPattern("Controller +" + id + " +" + world.oldKey.prefix() + " ")
                .doesNotContain(world.oldKey.reveal());
        String json = as("rotator", new BasetenListKeysCommand(), "-json").stdout();
        assertThat(json)
                .contains(
                        "\"id\": \"" + id + "\"",
                        "\"prefix\": \"" + world.oldKey.prefix() + "\"",
                        "\"phase\": \"IDLE\"");
    }

    @Test
    void theDryRunChangesNothing() {
        List<String> before = world.sandbox.keyNames();
        CLICommandInvoker.Result result = as("rotator", new BasetenRotateKeyCommand(), id, "-dry-run");
        assertThat(result.returnCode()).isZero();
        assertThat(result.stdout()).contains("A new key 'key-of-theDryRunChangesNothing-2' is created");
        assertThat(world.sandbox.keyNames()).isEqualTo(before);
    }

    @Test
    void aRotationCanBeWaitedForAndIsInTheHistory() {
        world.overlap(0);
        CLICommandInvoker.Result result = as("rotator", new BasetenRotateKeyCommand(), id, "-wait");
        assertThat(result.returnCode()).isZero();
        assertThat(result.stdout())
                .startsWith("The rotation of the credential " + id + " has begun;")
                .contains("the old key " + world.oldKey.prefix() + " is revoked.");
        assertThat(as("rotator", new BasetenRotationHistoryCommand(), id).stdout())
                .containsPattern("^BEGUN +ENDED +BY +OUTCOME +OLD +NEW +NOTE\n")
                .containsPattern(
                        "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d [A-Z]{3,4} +){2}rotator +Done +" + world.oldKey.prefix());
        assertThat(as("rotator", new BasetenRotationHistoryCommand(), id, "-json")
                        .stdout())
                .contains("\"outcome\": \"DONE\"")
                .containsPattern("\"begun\": \"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"");
    }

    @Test
    void aRotationThatFailsWhileSomebodyWaitsIsAnError() {
        world.sandbox.fault(Fault.status("GET", "/v1/api_keys", 403, "{}"));
        CLICommandInvoker.Result result = as("rotator", new BasetenRotateKeyCommand(), id, "-wait");
        assertThat(result.returnCode()).isEqualTo(REFUSED);
        assertThat(result.stderr()).contains("403");
    }

    @Test
    void aRotationIsAborted() throws Exception {
        CLICommandInvoker.Result begun = as("rotator", new BasetenRotateKeyCommand(), id);
        assertThat(begun.returnCode()).isZero();
        assertThat(begun.stdout()).startsWith("The rotation of the credential " + id + " has begun;");
        world.awaitState(RotationState.DRAINING);
        CLICommandInvoker.Result resumed = as("rotator", new BasetenResumeRotationCommand(), id);
        assertThat(resumed.returnCode()).isZero();
        assertThat(resumed.stdout()).startsWith("The rotation of the credential " + id + " goes on;");
        CLICommandInvoker.Result twice = as("rotator", new BasetenRotateKeyCommand(), id);
        assertThat(twice.returnCode()).isEqualTo(REFUSED);
        assertThat(twice.stderr()).contains("unfinished");
        CLICommandInvoker.Result aborted = as("rotator", new BasetenAbortRotationCommand(), id);
        assertThat(aborted.returnCode()).isZero();
        assertThat(aborted.stdout()).startsWith("The rotation of the credential " + id + " goes back to the old key;");
        world.awaitWayBack();
        assertThat(world.row().prefix()).isEqualTo(world.oldKey.prefix());
    }

    @Test
    void aKeyThatNobodyKnowsIsDecidedAbout() throws Exception {
        world.createSuccessor();
        CLICommandInvoker.Result stopped = as("rotator", new BasetenRotateKeyCommand(), id, "-wait");
        assertThat(stopped.returnCode()).isEqualTo(REFUSED);
        String unclaimedKey = Rotations.get().status(world.id).orElseThrow().unclaimedKey();
        assertThat(stopped.stderr()).contains(unclaimedKey);
        assertThat(as("rotator", new BasetenResumeRotationCommand(), id, "-orphan", unclaimedKey)
                        .returnCode())
                .isZero();
        world.awaitState(RotationState.DRAINING);
    }

    @Test
    void nothingUnfinishedIsRefused() {
        for (CLICommand command : List.of(new BasetenResumeRotationCommand(), new BasetenAbortRotationCommand())) {
            CLICommandInvoker.Result result = as("rotator", command, id);
            assertThat(result.returnCode()).isEqualTo(REFUSED);
            assertThat(result.stderr()).contains("no rotation of the credential " + id + " is unfinished");
        }
    }

    @Test
    void aPolicyIsSetChangedAndRemoved() {
        assertThat(as("administrator", new BasetenRemoveRotationPolicyCommand(), id)
                        .returnCode())
                .isZero();
        assertThat(as("administrator", new BasetenRemoveRotationPolicyCommand(), id)
                        .returnCode())
                .isEqualTo(WRONG_INPUT);
        assertThat(as("administrator", new BasetenSetRotationPolicyCommand(), id)
                        .stderr())
                .contains("A new policy needs the option -minting");
        set("-minting", id + "-minting", "-interval-days", "30");
        set("-overlap-hours", "5", "-not-environment-scoped", "true");
        RotationPolicy policy = BasetenConfiguration.get().getRotationPolicies().get(0);
        assertThat(policy.getMintingCredentialsId()).isEqualTo(id + "-minting");
        assertThat(policy.getIntervalDays()).isEqualTo(30);
        assertThat(policy.getOverlapHours()).isEqualTo(5);
        assertThat(policy.getDeadlineHours()).isEqualTo(RotationPolicy.DEFAULT_DEADLINE_HOURS);
        assertThat(policy.isNotEnvironmentScoped()).isTrue();
    }

    private void set(String... options) {
        String[] all = new String[options.length + 1];
        all[0] = id;
        System.arraycopy(options, 0, all, 1, options.length);
        assertThat(as("administrator", new BasetenSetRotationPolicyCommand(), all)
                        .returnCode())
                .isZero();
    }

    @Test
    void aPolicyThatCannotWorkIsRefused() {
        for (String[] options : new String[][] {
            {"-interval-days", "-1"}, {"-minting", "nowhere"}, {"-minting", id}, {"-folder", "nowhere"}
        }) {
            String[] all = {id, options[0], options[1]};
            CLICommandInvoker.Result result = as("administrator", new BasetenSetRotationPolicyCommand(), all);
            assertThat(result.returnCode()).as(String.join(" ", all)).isEqualTo(WRONG_INPUT);
        }
    }
}
