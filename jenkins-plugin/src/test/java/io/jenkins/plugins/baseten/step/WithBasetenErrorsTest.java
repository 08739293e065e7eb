package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What cannot be done ends the build with one sentence that says which name is meant, and shows no key. */
@WithJenkins
class WithBasetenErrorsTest {
    private static JenkinsRule r;
    private static Sandbox sandbox;
    private static int jobs;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        sandbox = Sandbox.start();
        BasetenConfiguration.get().setTrustedUrls(sandbox.url().toString());
        store("team-key", KEY, null);
        store("other-key", OTHER_KEY, null);
        store("stored-elsewhere", KEY, "https://app.staging.baseten.co");
        store("plain-http", KEY, "http://localhost:9");
        store("refused", KEY, sandbox.url().toString());
        storeSecretText("text", KEY);
        storeSecretText("blank", "abcdefgh ijklmnop");
        storeSecretText("quoted", "'abcdefgh.ijklmnopijklmnopijklmnop'");
        storeSecretText("empty", "");
        addToSystem(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "login", null, "me", "pass-word"));
        for (KeyType type : keyTypes()) {
            store(type.name(), sandbox.key(type), sandbox.url().toString());
        }
    }

    @AfterAll
    static void stop() throws Exception {
        sandbox.close();
        r.after();
    }

    @AfterEach
    void forgetFaults() {
        sandbox.clearFaults();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "remote: 'x'                            | withBaseten needs a credentialsId; name a credential of the"
                        + " type Baseten API key, Baseten workload identity or Secret text",
                "credentialsId: 'nope'                  | there is no credential 'nope' that this build may use for"
                        + " Baseten; check the id, in which folder or domain it is, and that its scope is not System",
                "credentialsId: 'login'                 | the credential 'login' is of the type Username with"
                        + " password; use a Baseten API key, a Baseten workload identity or a Secret text",
                "credentialsId: 'blank'                 | the key of the credential 'blank' contains a blank; store it"
                        + " again",
                "credentialsId: 'quoted'                | the key of the credential 'quoted' is in quotation marks;"
                        + " give it without them; store it again",
                "credentialsId: 'empty'                 | the key of the credential 'empty' is empty; store it again",
                "credentialsId: 'team-key', remote: '[x]' | remote name '[x]' has one of the characters [ ] / \\;"
                        + " choose another name",
                "credentialsId: 'team-key', remote: 'DEFAULT' | remote name 'DEFAULT' stands for the defaults of all"
                        + " remotes in the trussrc",
                "credentialsId: 'text', remoteUrl: 'http://example.com' | the parameter remoteUrl would send the key"
                        + " unencrypted: \"http://example.com\"; use https, or http to localhost alone",
                "credentialsId: 'text', remoteUrl: 'http://localhost:9' | the parameter remoteUrl is plain http:"
                        + " \"http://localhost:9\"; use https, or have an administrator list it under Manage Jenkins,"
                        + " System, Baseten",
                "credentialsId: 'text', remoteUrl: 'app.baseten.co' | the parameter remoteUrl is no web address; write"
                        + " https://host[:port]",
                "credentialsId: 'text', remoteUrl: 'https://u:p@example.com' | the parameter remoteUrl must not"
                        + " include a user or a password; write https://host[:port]",
                "credentialsId: 'plain-http'            | the remote URL of the credential 'plain-http' is plain http:"
                        + " \"http://localhost:9\"",
                "credentialsId: 'stored-elsewhere', remoteUrl: 'https://app.baseten.co' | the credential"
                        + " 'stored-elsewhere' belongs to https://app.staging.baseten.co and is not sent to"
                        + " https://app.baseten.co; leave remoteUrl out, or use a credential of that URL",
                "remotes: [[credentialsId: 'team-key'], [credentialsId: 'other-key']] | two logins are named"
                        + " 'baseten'; give each its own remote and profile",
                "files: false, remotes: [[credentialsId: 'team-key', remote: 'a'], [credentialsId: 'other-key',"
                        + " remote: 'b']] | several logins need files; run withBaseten inside node, and without files:"
                        + " false",
                "credentialsId: 'team-key', tool: true  | the command baseten-ci needs an agent; run withBaseten"
                        + " inside node, or leave tool out",
                "credentialsId: 'team-key', requireKeyType: 'all' | requireKeyType is 'invoke', 'manage', or types of"
                        + " keys separated by commas, not 'all'; the types are: PERSONAL, WORKSPACE_MANAGE_ALL",
                "credentialsId: 'team-key', need: 'all' | requireKeyType is 'invoke', 'manage', or types of keys"
                        + " separated by commas, not 'all'",
            })
    void whatCannotBeIsOneSentence(String arguments, String message) throws Exception {
        WorkflowRun run = fails(arguments);
        assertThat(JenkinsRule.getLog(run)).contains("ERROR: ").contains(message);
    }

    @ParameterizedTest
    @EnumSource(names = {"PERSONAL", "WORKSPACE_MANAGE_ALL"})
    void aKeyThatManagesWillDoForBothNeeds(KeyType type) throws Exception {
        succeeds("credentialsId: '" + type + "', requireKeyType: 'manage'");
        succeeds("credentialsId: '" + type + "', requireKeyType: 'invoke'");
    }

    @Test
    void aKeyForCallsWillDoForCallsAlone() throws Exception {
        succeeds("credentialsId: 'WORKSPACE_INVOKE', requireKeyType: 'invoke'");
        r.assertLogContains(
                "ERROR: the key of the credential 'WORKSPACE_INVOKE' has no management rights (HTTP 403), but"
                        + " requireKeyType is 'manage'; use a key of the type WORKSPACE_MANAGE_ALL",
                fails("credentialsId: 'WORKSPACE_INVOKE', requireKeyType: 'manage'"));
    }

    @Test
    void theTypesThatWillDoCanBeNamed() throws Exception {
        succeeds("credentialsId: 'PERSONAL', requireKeyType: 'personal, WORKSPACE_MANAGE_ALL'");
        r.assertLogContains(
                "ERROR: the key of the credential 'PERSONAL' is of the type PERSONAL, which is not sufficient for"
                        + " requireKeyType 'workspace-manage-all'",
                fails("credentialsId: 'PERSONAL', requireKeyType: 'workspace-manage-all'"));
        r.assertLogContains(
                "ERROR: the key of the credential 'WORKSPACE_INVOKE' may not tell its type (HTTP 403)",
                fails("credentialsId: 'WORKSPACE_INVOKE', requireKeyType: 'WORKSPACE_INVOKE'"));
    }

    @Test
    void theEarlierNameOfTheParameterIsTaken() throws Exception {
        succeeds("credentialsId: 'PERSONAL', need: 'manage'");
        r.assertLogContains(
                "which is not sufficient for requireKeyType 'invoke'",
                fails("credentialsId: 'WORKSPACE_MANAGE_API_KEYS', need: 'invoke'"));
    }

    @Test
    void aKeyForMetricsManagesNothing() throws Exception {
        r.assertLogContains(
                "has no management rights (HTTP 403)",
                fails("credentialsId: 'WORKSPACE_EXPORT_METRICS', requireKeyType: 'manage'"));
    }

    @ParameterizedTest
    @CsvSource({"invoke", "manage"})
    void aKeyForKeysWillDoForNeither(String need) throws Exception {
        r.assertLogContains(
                "ERROR: the key of the credential 'WORKSPACE_MANAGE_API_KEYS' is of the type WORKSPACE_MANAGE_API_KEYS,"
                        + " which is not sufficient for requireKeyType '" + need + "'",
                fails("credentialsId: 'WORKSPACE_MANAGE_API_KEYS', requireKeyType: '" + need + "'"));
    }

    @Test
    void aRefusedKeyStopsTheBuildBeforeTheFirstCommand() throws Exception {
        r.assertLogContains(
                "ERROR: the key of the credential 'refused' was not accepted: ",
                fails("credentialsId: 'refused', requireKeyType: 'invoke'"));
    }

    @Test
    void aServerThatCannotBeAskedStopsTheBuild() throws Exception {
        sandbox.fault(Fault.of(Fault.Kind.CUT_BEFORE, "GET", "/v1/users/me").times(9));
        WorkflowRun run = fails("credentialsId: 'PERSONAL', requireKeyType: 'manage'");
        r.assertLogContains("ERROR: ", run);
        r.assertLogContains("'PERSONAL'", run);
    }

    @Test
    void aServerThatSendsElsewhereStopsTheBuildAndTheKeyStays() throws Exception {
        try (Sandbox elsewhere = Sandbox.start()) {
            sandbox.fault(Fault.status("GET", "/v1/users/me", 307, "")
                    .headers(Map.of("Location", elsewhere.url() + "/v1/users/me")));
            fails("credentialsId: 'PERSONAL', requireKeyType: 'manage'");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void nothingIsAskedWithoutANeed() throws Exception {
        sandbox.clearRequests();
        succeeds("credentialsId: 'PERSONAL'");
        assertThat(sandbox.requests()).isEmpty();
    }

    private static void succeeds(String arguments) throws Exception {
        WorkflowRun run = run(arguments);
        r.assertBuildStatusSuccess(run);
        r.assertLogContains("reached", run);
    }

    private static List<KeyType> keyTypes() {
        return Stream.of(KeyType.values()).filter(KeyType::isSeeded).toList();
    }

    private static WorkflowRun fails(String arguments) throws Exception {
        WorkflowRun run = run(arguments);
        r.assertBuildStatus(Result.FAILURE, run);
        String log = JenkinsRule.getLog(run);
        assertThat(log)
                .doesNotContain("\tat ")
                .doesNotContain("reached")
                .doesNotContain(KEY.substring(9))
                .doesNotContain("ijklmnop");
        assertThat(log.lines().filter(line -> line.startsWith("ERROR: "))).hasSize(1);
        for (KeyType type : keyTypes()) {
            String key = sandbox.key(type);
            assertThat(log).doesNotContain(key.substring(key.indexOf('.') + 1));
        }
        return run;
    }

    private static WorkflowRun run(String arguments) throws Exception {
        return pipeline("job" + ++jobs, "withBaseten(" + arguments + ") { echo 'reached' }")
                .scheduleBuild2(0)
                .get();
    }
}
