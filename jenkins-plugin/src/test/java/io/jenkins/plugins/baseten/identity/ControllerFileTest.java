package io.jenkins.plugins.baseten.identity;

import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Which files of the controller give an identity token, and to whom. */
@WithJenkins
class ControllerFileTest {
    private static JenkinsRule r;
    private static int jobs;

    @TempDir
    private Path listed;

    @TempDir
    private Path elsewhere;

    private IdentityWorld world;
    private String id;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        r.createOnlineSlave(Label.get("agent"));
    }

    @BeforeEach
    void open() throws Exception {
        id = "identity" + ++jobs;
        world = IdentityWorld.start();
        BasetenConfiguration.get().setTokenDirectories(listed + "\n");
    }

    @AfterEach
    void close() throws Exception {
        BasetenConfiguration.get().setTokenDirectories(null);
        world.close();
    }

    @Test
    void aBuildLogsInByAFileBelowAListedDirectory() throws Exception {
        store(world.project(listed.resolve("token")));
        WorkflowRun run = r.assertBuildStatusSuccess(
                pipeline(id, block("sh 'grep -c ^oauth_access_token \"$USER_TRUSSRC_PATH\"'"))
                        .scheduleBuild2(0));
        r.assertLogContains("[baseten] identity '" + id + "' as 'baseten'", run);
        r.assertBuildStatusSuccess(
                pipeline(id + "-outside", "withBaseten(credentialsId: '" + id + "') { echo 'needs no agent' }")
                        .scheduleBuild2(0));
        assertThat(world.tokens()).hasSize(2);
    }

    /** As Kubernetes projects a token: the file and its directory are links. */
    @Test
    void aLinkThatStaysBelowIsFollowed() throws Exception {
        Path data = Files.createDirectories(listed.resolve("..2026_11_30"));
        world.project(data.resolve("token"));
        Files.createSymbolicLink(listed.resolve("..data"), Path.of("..2026_11_30"));
        Path token = Files.createSymbolicLink(listed.resolve("token"), Path.of("..data/token"));
        store(token);
        succeeds();
    }

    @Test
    void aListedDirectoryMayBeALink() throws Exception {
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), listed);
        BasetenConfiguration.get().setTokenDirectories(link.toString());
        world.project(listed.resolve("token"));
        store(link.resolve("token"));
        succeeds();
    }

    @Test
    void withoutAListedDirectoryNothingIsRead() throws Exception {
        BasetenConfiguration.get().setTokenDirectories("\n");
        Path token = world.project(listed.resolve("token"));
        store(token);
        assertFails("no access token for the identity '" + id + "': the file " + token
                + " of the controller may not be read, because no directory of identity tokens is listed; an"
                + " administrator can list one under Manage Jenkins, System, Baseten");
    }

    @Test
    void aFileThatIsBelowNoListedDirectoryIsRefusedWhetherThereIsOneOrNot() throws Exception {
        Path token = world.project(elsewhere.resolve("token"));
        for (Path file : new Path[] {
            token,
            elsewhere.resolve("nothing"),
            listed.resolve("../" + elsewhere.getFileName() + "/token"),
            listed.resolveSibling(listed.getFileName() + "-more").resolve("token"),
            listed
        }) {
            assertThatThrownBy(() -> new ControllerFile("the file", file.toString()).read())
                    .hasMessage(
                            "the file is below no listed directory of identity tokens; name a file below one, or let"
                                    + " an administrator list its directory under Manage Jenkins, System, Baseten");
        }
        store(token);
        assertFails("the file " + token + " of the controller is below no listed directory of identity tokens");
    }

    @Test
    void aLinkThatLeadsOutIsRefused() throws Exception {
        world.project(elsewhere.resolve("token"));
        Path link = Files.createSymbolicLink(listed.resolve("link"), elsewhere.resolve("token"));
        Path directory = Files.createSymbolicLink(listed.resolve("directory"), elsewhere);
        String sentence = " of the controller is behind a link that leads to nothing or out of the listed directories"
                + " of identity tokens; put the file itself below one of them";
        store(link);
        assertFails("the file " + link + sentence);
        id += "b";
        store(directory.resolve("token"));
        assertFails("the file " + directory.resolve("token") + sentence);
        // What is behind the link is not told.
        Path broken = Files.createSymbolicLink(listed.resolve("broken"), elsewhere.resolve("nothing"));
        for (Path file : new Path[] {broken, directory.resolve("nothing"), directory.resolve("none/nothing")}) {
            ControllerFile named = new ControllerFile("the file " + file, file.toString());
            assertThatThrownBy(named::read).hasMessage("the file " + file + sentence.replace(" of the controller", ""));
            assertThatThrownBy(named::check).isInstanceOfSatisfying(IdentityException.class, e -> assertThat(e.kind())
                    .isEqualTo(IdentityException.Kind.USAGE));
        }
    }

    /** A path that is written below no listed directory is not looked at, so not even a link is followed. */
    @Test
    void aLinkIntoAListedDirectoryIsNotFollowed() throws Exception {
        world.project(listed.resolve("token"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), listed.resolve("token"));
        store(link);
        assertFails("the file " + link + " of the controller is below no listed directory of identity tokens");
        id += "b";
        Path out = Files.createSymbolicLink(listed.resolve("out"), Files.createDirectory(elsewhere.resolve("sub")));
        world.project(listed.resolve("link"));
        // Links are not followed before the dots are taken out.
        store(out.resolve("../link"));
        succeeds();
    }

    /** As Kubernetes does when it renews a projected token. */
    @Test
    void aDirectoryThatIsReplacedMeanwhileIsReadAgain() throws Exception {
        Path data = Files.createDirectory(listed.resolve("..1"));
        Files.writeString(data.resolve("token"), "first");
        Path link = Files.createSymbolicLink(listed.resolve("..data"), data.getFileName());
        Path token = Files.createSymbolicLink(listed.resolve("token"), Path.of("..data/token"));
        ControllerFile file = new ControllerFile("the file", token.toString());
        AtomicInteger rounds = new AtomicInteger();
        assertThat(file.read(real -> {
                    if (rounds.incrementAndGet() == 1) {
                        replace(link, real, "second", false);
                    } else if (rounds.get() == 2) {
                        replace(link, real, "third", true);
                    }
                    return Files.readAllBytes(real);
                }))
                .isEqualTo("third");
        assertThat(rounds).hasValue(3);
        assertThatThrownBy(() -> file.read(real -> {
                    replace(link, real, "more" + rounds.incrementAndGet(), true);
                    return Files.readAllBytes(real);
                }))
                .hasMessageStartingWith("the file does not exist");
        assertThatThrownBy(() -> file.read(real -> {
                    replace(link, real, "more" + rounds.incrementAndGet(), false);
                    return Files.readAllBytes(real);
                }))
                .hasMessage("the file was replaced while it was read; try again");
        assertThat(rounds).hasValue(9);
    }

    private static void replace(Path link, Path real, String token, boolean delete) throws IOException {
        Path next = Files.createDirectory(link.resolveSibling(".." + token));
        Files.writeString(next.resolve("token"), token);
        Path fresh = Files.createSymbolicLink(link.resolveSibling("..tmp"), next.getFileName());
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (delete) {
            Files.delete(real);
            Files.delete(real.getParent());
        }
    }

    /** As Configuration as Code does when it is applied again. */
    @Test
    void aCredentialThatIsStoredAgainDuringAnExchangeIsNotRefused() throws Exception {
        BasetenWorkloadIdentityCredentialsImpl first = credential(world.project(listed.resolve("token")));
        addToSystem(first);
        WorkflowRun run = r.assertBuildStatusSuccess(pipeline(id, "echo 'done'").scheduleBuild2(0));
        IdentitySource exchange = first.getSource().of(new TokenRequest(run, first, BlockAgent.NONE));
        storeOf(r.jenkins).updateCredentials(Domain.global(), first, credential(listed.resolve("token")));
        assertThat(CredentialStores.isInController(first)).isFalse();
        assertThat(exchange.token(IdentityWorld.AUDIENCE, Deadline.after(Duration.ofSeconds(9), System::nanoTime)))
                .isNotNull();
    }

    /** The file would give its token, so only the place of the credential is what is refused. */
    @Test
    void theCredentialOfAFolderIsRefused() throws Exception {
        Path token = world.project(listed.resolve("token"));
        Folder folder = r.createProject(Folder.class, id + "-folder");
        storeOf(folder).addCredentials(Domain.global(), credential(token));
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(block("sh 'true'"), true));
        WorkflowRun run = r.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        r.assertLogContains(
                "the identity '" + id + "' reads the file " + token
                        + " of the controller, which only a credential in the store of Jenkins itself may do",
                run);
        assertThat(world.sandbox.requests()).isEmpty();
    }

    @Test
    void theCredentialOfAUserIsRefused() throws Exception {
        BasetenWorkloadIdentityCredentialsImpl credential = credential(world.project(listed.resolve("token")));
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        try {
            User user = User.getById("somebody", true);
            try (ACLContext asUser = ACL.as2(user.impersonate2())) {
                storeOf(user).addCredentials(Domain.global(), credential);
            }
            assertRefused(credential);
        } finally {
            r.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
            r.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        }
    }

    private static void assertRefused(BasetenWorkloadIdentityCredentialsImpl credential) throws Exception {
        WorkflowRun run = r.assertBuildStatusSuccess(
                pipeline(credential.getId(), "echo 'done'").scheduleBuild2(0));
        assertThatThrownBy(() -> credential
                        .getSource()
                        .of(new TokenRequest(run, credential, BlockAgent.NONE))
                        .token(IdentityWorld.AUDIENCE, Deadline.after(Duration.ofSeconds(9), System::nanoTime)))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("which only a credential in the store of Jenkins itself may do");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3cr3t-s3cr3t                            | is no JSON web token",
                "-----BEGIN PRIVATE KEY-----              | is no JSON web token",
                "eyJhbGciOiJSUzI1NiJ9.bm8ganNvbg.c2lnbmF0 | is no JSON web token"
            })
    void aFileThatIsNoTokenIsNotSent(String content, String sentence) throws Exception {
        store(Files.writeString(listed.resolve("token"), content + "\n"));
        WorkflowRun run = assertFails(sentence);
        r.assertLogNotContains(content, run);
    }

    @Test
    void aTokenForSomebodyElseIsNotSent() throws Exception {
        String foreign = world.issuer
                .token("https://vault.example")
                .with("sub", IdentityWorld.SUBJECT)
                .sign();
        store(Files.writeString(listed.resolve("token"), foreign));
        WorkflowRun run = assertFails("is for the audience 'https://vault.example', not for '" + IdentityWorld.AUDIENCE
                + "'; it was not sent");
        r.assertLogNotContains(foreign, run);
    }

    @Test
    void onlyARegularFileOfTheSizeOfATokenIsRead() throws Exception {
        Path pipe = listed.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertRefusesToRead(pipe, "the file is no regular file; name the file that contains the identity token");
        assertRefusesToRead(Files.createDirectory(listed.resolve("directory")), "the file is no regular file");
        assertRefusesToRead(listed.resolve("nothing"), "the file does not exist; name the file");
        assertRefusesToRead(
                Files.writeString(listed.resolve("large"), "x".repeat(70_000)),
                "the file has more than 65536 bytes, so it is no identity token; name the file");
    }

    private static void assertRefusesToRead(Path file, String sentence) {
        ControllerFile named = new ControllerFile("the file", file.toString());
        assertThatThrownBy(named::read).hasMessageStartingWith(sentence);
        assertThatThrownBy(named::check).hasMessageStartingWith(sentence);
    }

    @Test
    void aDirectoryThatIsNoLongerListedGivesARunningBuildNoFurtherToken() throws Exception {
        Path token = world.project(listed.resolve("token"));
        store(token);
        WorkflowRun run = pipeline(
                        id,
                        block(
                                "semaphore '" + id + "'",
                                "sh 'echo still logged in'",
                                "semaphore '" + id + "'",
                                "sh 'echo never'"))
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart(id + "/1", run);
        BasetenConfiguration.get().setTokenDirectories(elsewhere.toString());
        world.pass(Duration.ofMinutes(31));
        world.project(token);
        SemaphoreStep.success(id + "/1", null);
        SemaphoreStep.waitForStart(id + "/2", run);
        r.assertLogContains("still logged in", run);
        world.pass(Duration.ofMinutes(30));
        SemaphoreStep.success(id + "/2", null);
        r.assertBuildStatus(Result.FAILURE, r.waitForCompletion(run));
        r.assertLogNotContains("echo never", run);
        r.assertLogContains(
                "ERROR: no access token for the identity '" + id + "': the file " + token
                        + " of the controller is below no listed directory of identity tokens",
                run);
        assertThat(world.tokens()).hasSize(1);
    }

    private BasetenWorkloadIdentityCredentialsImpl credential(Path file) {
        return world.credential(id, new ControllerFileTokenSource(file.toString()));
    }

    private void store(Path file) throws Exception {
        addToSystem(credential(file));
    }

    private String block(String... body) {
        return "node('agent') { withBaseten(credentialsId: '" + id + "', allowUnknownRemote: true) {\n"
                + String.join("\n", body) + "\n} }";
    }

    private void succeeds() throws Exception {
        r.assertBuildStatusSuccess(pipeline(id, block("sh 'true'")).scheduleBuild2(0));
        assertThat(world.tokens()).hasSize(1);
    }

    private WorkflowRun assertFails(String sentence) throws Exception {
        WorkflowRun run = r.assertBuildStatus(
                Result.FAILURE, pipeline(id, block("sh 'true'")).scheduleBuild2(0));
        r.assertLogContains(sentence, run);
        assertThat(world.sandbox.requests()).isEmpty();
        return run;
    }
}
