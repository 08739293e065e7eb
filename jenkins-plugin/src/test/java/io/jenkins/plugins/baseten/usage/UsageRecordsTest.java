package io.jenkins.plugins.baseten.usage;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.baseten.binding.BasetenApiKeyBinding;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class UsageRecordsTest {
    private static JenkinsRule r;

    private String name;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @BeforeEach
    void nameTheJob(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void theStepTheBindingAndEveryOtherWayOfUsingACredentialAreNoted() throws Exception {
        store(name, KEY, null);
        assertThat(lastUsed("")).isEmpty();
        Instant begin = Instant.ofEpochMilli(System.currentTimeMillis());
        build("step", "withBaseten(credentialsId: '" + name + "') { }");
        assertThat(lastUsed("").orElseThrow()).isBetween(begin, Instant.now());
        build("text", "withCredentials([string(credentialsId: '" + name + "', variable: 'K')]) { }");
        build("binding", "withCredentials([basetenApiKey('" + name + "')]) { }");
        FreeStyleProject freestyle = r.createFreeStyleProject(name + "-freestyle");
        freestyle.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new BasetenApiKeyBinding(name))));
        r.buildAndAssertSuccess(freestyle);
        build("step", "withBaseten(credentialsId: '" + name + "') { }");
        assertThat(jobs("")).containsExactly(name + "-step", name + "-freestyle", name + "-binding", name + "-text");
    }

    @Test
    void aSecretTextIsNotOurs() throws Exception {
        storeSecretText(name, KEY);
        build("job", "withBaseten(credentialsId: '" + name + "') { }");
        assertThat(lastUsed("")).isEmpty();
    }

    @Test
    void aCredentialOfAFolderIsToldFromThatOfTheSameIdAbove() throws Exception {
        store(name, KEY, null);
        Folder folder = r.createProject(Folder.class, name + "-folder");
        storeOf(folder).addCredentials(Domain.global(), credential(name, OTHER_KEY, null));
        build(folder, "job", "withBaseten(credentialsId: '" + name + "') { }");
        assertThat(jobs(folder.getFullName())).containsExactly(folder.getFullName() + "/job");
        assertThat(lastUsed("")).isEmpty();
        build("outside", "withBaseten(credentialsId: '" + name + "') { }");
        assertThat(jobs("")).containsExactly(name + "-outside");
        assertThat(jobs(folder.getFullName())).hasSize(1);
    }

    @Test
    void aReplacedKeyKeepsWhatIsKnownOfItsCredential() throws Exception {
        store(name, KEY, null);
        build("before", "withBaseten(credentialsId: '" + name + "') { }");
        replaceKey(name, OTHER_KEY);
        assertThat(jobs("")).containsExactly(name + "-before");
        build("after", "withBaseten(credentialsId: '" + name + "') { }");
        assertThat(jobs("")).containsExactly(name + "-after", name + "-before");
    }

    @Test
    void whatWasReplacedSinceItWasLookedUpIsKnownByItsId() throws Exception {
        BasetenApiKeyCredentialsImpl before = store(name, KEY, null);
        replaceKey(name, OTHER_KEY);
        CredentialsProvider.track(r.createFreeStyleProject(name), before);
        assertThat(jobs("")).containsExactly(name);
    }

    @Test
    void jobsThatAreRenamedMovedOrDeletedAreFollowed() throws Exception {
        store(name, KEY, null);
        Folder folder = r.createProject(Folder.class, name + "-folder");
        WorkflowJob renamed = build(folder, "a", "withBaseten(credentialsId: '" + name + "') { }");
        WorkflowJob deleted = build(folder, "b", "withBaseten(credentialsId: '" + name + "') { }");
        renamed.renameTo("c");
        folder.renameTo(name + "-other");
        deleted.delete();
        assertThat(jobs("")).containsExactly(name + "-other/c");
        folder.delete();
        assertThat(jobs("")).isEmpty();
        assertThat(lastUsed("")).isPresent();
    }

    @Test
    void whoSeesNoStoreIsNotedAllTheSame() throws Exception {
        BasetenApiKeyCredentialsImpl credential = store(name, KEY, null);
        FreeStyleProject job = r.createFreeStyleProject(name);
        AuthorizationStrategy before = r.jenkins.getAuthorizationStrategy();
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("builder"));
        try (ACLContext builder = ACL.as(User.getById("builder", true))) {
            CredentialsProvider.track(job, credential);
        } finally {
            r.jenkins.setAuthorizationStrategy(before);
        }
        assertThat(jobs("")).containsExactly(name);
    }

    @Test
    void aNodeThatUsesACredentialIsNoJob() throws Exception {
        CredentialsProvider.track(r.jenkins, store(name, KEY, null));
        assertThat(lastUsed("")).isPresent();
        assertThat(jobs("")).isEmpty();
    }

    @Test
    void aThousandUsesAreWrittenOnce() throws Exception {
        Path file = r.jenkins.getRootDir().toPath().resolve("io.jenkins.plugins.baseten.usage.UsageRecords.xml");
        UsageRecords.get().save();
        Files.delete(file);
        for (int i = 0; i < 1000; i++) {
            UsageRecords.get().add("", name + i, "aBcD1234", "job", Instant.now());
        }
        assertThat(file).doesNotExist();
        new UsageRecords.Saver().doRun();
        assertThat(file).content().contains(name + "999");
        Files.delete(file);
        new UsageRecords.Saver().doRun();
        assertThat(file).doesNotExist();
    }

    private WorkflowJob build(String job, String... script) throws Exception {
        WorkflowJob known = r.jenkins.getItemByFullName(name + "-" + job, WorkflowJob.class);
        WorkflowJob built = known == null ? pipeline(name + "-" + job, script) : known;
        r.buildAndAssertSuccess(built);
        return built;
    }

    private static WorkflowJob build(Folder folder, String job, String script) throws Exception {
        WorkflowJob built = folder.createProject(WorkflowJob.class, job);
        built.setDefinition(new CpsFlowDefinition(script, true));
        r.buildAndAssertSuccess(built);
        return built;
    }

    private Optional<Instant> lastUsed(String folder) {
        return UsageRecords.get().lastUsed(folder, name);
    }

    private List<String> jobs(String folder) {
        return UsageRecords.get().jobs(folder, name);
    }
}
