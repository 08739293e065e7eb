package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Result;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.IssuedToken;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.sandbox.SeedRule;
import io.github.basetenci.sandbox.SigningAlgorithm;
import io.github.basetenci.sandbox.TestIssuer;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.identity.AgentFileTokenSource;
import io.jenkins.plugins.baseten.identity.BasetenWorkloadIdentityCredentialsImpl;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is ended by SIGKILL while a block waits for its access token. */
@Tag("long")
class ExchangeKilledTest {
    private static final String AUDIENCE = "https://baseten.example/ci";
    private static final String RULE = "abcd1234";

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension();

    @TempDir
    private Path directory;

    @Test
    void theBlockSaysThatItCannotGoOnAndTheTokenThatNobodyGotIsNowhere() throws Throwable {
        TestIssuer issuer = TestIssuer.of("https://accounts.google.com", SigningAlgorithm.ES256, Clock.systemUTC());
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults()
                .withIssuer(issuer)
                .withTrustRule(SeedRule.of("ci", issuer.issuer(), "claims.sub == 'agent'", AUDIENCE, "ci-deployer")
                        .withId(RULE)))) {
            String file = Files.writeString(
                            directory.resolve("token"),
                            issuer.token(AUDIENCE).with("sub", "agent").sign())
                    .toString();
            String url = sandbox.url().toString();
            sandbox.fault(Fault.of(Fault.Kind.DELAY, "POST", "/v1/auth/token").delay(Duration.ofHours(1)));
            real.startJenkins();
            real.runRemotely(r -> {
                begin(r, url, file);
            });
            Await.until("the exchange has begun", () -> sandbox.requests().stream()
                    .anyMatch(request -> request.path().equals("/v1/auth/token")));

            real.stopJenkinsForcibly();
            Path home = real.getHome().toPath();

            real.startJenkins();
            real.runRemotely(r -> {
                ends(r, url);
            });
            assertThat(loginDirectories(home)).isEmpty();
            real.stopJenkins();
            for (IssuedToken token : sandbox.tokens()) {
                assertThat(filesWith(home.resolve("jobs"), token.value())).isEmpty();
            }
        }
    }

    private static void begin(JenkinsRule r, String url, String file) throws Exception {
        BasetenConfiguration.get().setTrustedUrls(url);
        BasetenWorkloadIdentityCredentialsImpl credential = new BasetenWorkloadIdentityCredentialsImpl(
                CredentialsScope.GLOBAL, "ci", null, RULE, new AgentFileTokenSource(file));
        credential.setAudience(AUDIENCE);
        credential.setRemoteUrl(url);
        addToSystem(credential);
        pipeline(
                        "job",
                        "node { withBaseten(credentialsId: 'ci', allowUnknownRemote: true) {",
                        "  sh 'grep -c oauth_access_token \"$USER_TRUSSRC_PATH\"'",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static void ends(JenkinsRule r, String url) throws Exception {
        WorkflowJob job = r.jenkins.getItemByFullName("job", WorkflowJob.class);
        WorkflowRun killed = job.getLastBuild();
        r.assertBuildStatus(Result.FAILURE, r.waitForCompletion(killed));
        r.assertLogContains("The Pipeline step `withBaseten` cannot be resumed after a controller restart", killed);
        assertThat(Leftovers.get().size()).isZero();
        assertThat(BasetenConfiguration.get().getTrustedUrls()).isEqualTo(url);
        r.buildAndAssertSuccess(job);
    }
}
