package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** No text of a job, and of no credential either, decides where the controller connects. */
@WithJenkins
class ControllerConnectionsTest {
    private static JenkinsRule r;
    private static Folder folder;
    private static int jobs;

    /** A port of the controller's network that the author of a job wants to know about. */
    private ServerSocket port;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        folder = r.createProject(Folder.class, "team");
        storeSecretText("text", KEY);
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @BeforeEach
    void listen() throws Exception {
        port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        BasetenConfiguration.get().setTrustedUrls(null);
    }

    @AfterEach
    void close() throws Exception {
        port.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credentialsId: 'text', remoteUrl: 'URL', requireKeyType: 'invoke'",
                "credentialsId: 'text', remoteUrl: 'URL', requireKeyType: 'manage'",
                "remotes: [[credentialsId: 'text', remoteUrl: 'URL', remote: 'a']], requireKeyType: 'invoke'",
                "credentialsId: 'of-the-folder', requireKeyType: 'invoke'",
            })
    void anAddressThatAJobOrACredentialNamesIsNotAskedAndNothingIsToldOfIt(String arguments) throws Exception {
        String open = logOf(arguments, "https://127.0.0.1:" + port.getLocalPort());
        assertNobodyConnected();
        int closedPort = port.getLocalPort();
        port.close();
        String closed = logOf(arguments, "https://127.0.0.1:" + closedPort);

        assertThat(open)
                .contains(
                        "warning: requireKeyType '",
                        "https://127.0.0.1",
                        "is neither an address of Baseten nor a trusted URL")
                .contains("reached");
        assertThat(closed).isEqualTo(open);
        assertThat(logOf(arguments, "https://no-such-host.invalid").replace("no-such-host.invalid", "127.0.0.1"))
                .isEqualTo(open.replace(":" + closedPort, ""));
    }

    @Test
    void variablesOfTheJobDecideNothing() throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            BasetenConfiguration.get().setTrustedUrls(sandbox.url().toString());
            store(
                    "trusted",
                    sandbox.key(KeyType.WORKSPACE_MANAGE_ALL),
                    sandbox.url().toString());
            String elsewhere = "127.0.0.1:" + port.getLocalPort();
            WorkflowRun run = r.buildAndAssertSuccess(job(
                    "withEnv(['BASETEN_REMOTE_URL=https://" + elsewhere + "',",
                    "  'BASETEN_TRUSS_AUTH_REMOTE_URL=https://" + elsewhere + "',",
                    "  'BASETEN_MANAGEMENT_API_URL_OVERRIDE=http://" + elsewhere + "',",
                    "  'HTTPS_PROXY=http://" + elsewhere + "', 'https_proxy=http://" + elsewhere + "',",
                    "  'HTTP_PROXY=http://" + elsewhere + "', 'http_proxy=http://" + elsewhere + "',",
                    "  'ALL_PROXY=http://" + elsewhere + "']) {",
                    "withBaseten(credentialsId: 'trusted', requireKeyType: 'manage') { echo 'reached' } }"));
            r.assertLogContains("reached", run);
            assertThat(sandbox.requests()).isNotEmpty();
            assertNobodyConnected();
        }
    }

    @Test
    void whyATrustedAddressGivesNoAnswerIsNotToldToTheJob() throws Exception {
        Sandbox sandbox = Sandbox.start();
        try (Sandbox elsewhere = Sandbox.start()) {
            String url = sandbox.url().toString();
            BasetenConfiguration.get().setTrustedUrls(url);
            store("asked", sandbox.key(KeyType.WORKSPACE_MANAGE_ALL), url);
            List<Fault> faults = List.of(
                    Fault.of(Fault.Kind.CUT_BEFORE, "GET", "/v1/users/me").times(9),
                    Fault.of(Fault.Kind.CUT_BODY, "GET", "/v1/users/me").times(9),
                    Fault.status("GET", "/v1/users/me", 503, "{}").times(9),
                    Fault.status("GET", "/v1/users/me", 200, "<html>").times(9),
                    Fault.status("GET", "/v1/users/me", 307, "")
                            .headers(Map.of("Location", elsewhere.url() + "/v1/users/me"))
                            .times(9));
            Set<String> errors = new HashSet<>();
            for (Fault fault : faults) {
                sandbox.fault(fault);
                errors.add(errorOf("credentialsId: 'asked', requireKeyType: 'invoke'"));
                sandbox.clearFaults();
            }
            sandbox.close();
            errors.add(errorOf("credentialsId: 'asked', requireKeyType: 'invoke'"));
            assertThat(errors)
                    .containsExactly("ERROR: " + url + " gave no answer that tells whether the key of the credential"
                            + " 'asked' is sufficient for requireKeyType 'invoke'; this says"
                            + " nothing of the key: try again, and if it stays so, look into"
                            + " the log of Jenkins");
            assertThat(elsewhere.requests()).isEmpty();
        } finally {
            sandbox.close();
        }
    }

    private void assertNobodyConnected() throws IOException {
        // Who has connected waits here already.
        port.setSoTimeout(1);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(port::accept);
    }

    /** The log of a build that succeeds, without what differs between two builds of one script. */
    private static String logOf(String arguments, String url) throws Exception {
        for (Credentials old : List.copyOf(storeOf(folder).getCredentials(Domain.global()))) {
            storeOf(folder).removeCredentials(Domain.global(), old);
        }
        storeOf(folder).addCredentials(Domain.global(), credential("of-the-folder", KEY, url));
        WorkflowRun run = r.buildAndAssertSuccess(
                job("withBaseten(" + arguments.replace("URL'", url + "'") + ") { echo 'reached' }"));
        return JenkinsRule.getLog(run);
    }

    private static String errorOf(String arguments) throws Exception {
        WorkflowRun run = job("withBaseten(" + arguments + ") { echo 'reached' }")
                .scheduleBuild2(0)
                .get();
        return JenkinsRule.getLog(run)
                .lines()
                .filter(line -> line.startsWith("ERROR: "))
                .findFirst()
                .orElseThrow();
    }

    private static WorkflowJob job(String... script) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job" + ++jobs);
        job.setDefinition(new CpsFlowDefinition(String.join("\n", script), true));
        return job;
    }
}
