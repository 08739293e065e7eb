package io.jenkins.plugins.baseten.credentials;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class CredentialStoresTest {
    private static Folder deploy;
    private static Folder inner;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        store("team-key", KEY, null);
        storeSecretText("text", KEY);
        deploy = rule.jenkins.createProject(Folder.class, "deploy");
        inner = deploy.createProject(Folder.class, "inner");
        storeOf(deploy).addCredentials(Domain.global(), credential("folder-key", KEY, null));
        storeOf(inner).addCredentials(Domain.global(), credential("inner-key", KEY, null));
    }

    @Test
    void aFolderHasWhatItsOwnStoreHasAndNotWhatItsParentsHave() {
        assertThat(CredentialStores.folders()).containsExactly("", "deploy", "deploy/inner");
        assertThat(keys("")).containsExactly("team-key");
        assertThat(keys("deploy")).containsExactly("deploy/folder-key");
        assertThat(keys("deploy/inner")).containsExactly("deploy/inner/inner-key");
        assertThat(StoredKeys.everywhere()).hasSize(3);
        assertThat(CredentialStores.in("", IdCredentials.class))
                .extracting(found -> found.credential().getId())
                .containsExactlyInAnyOrder("team-key", "text");
    }

    /** Jenkins itself finds the folder by some of them. */
    @ParameterizedTest
    @ValueSource(strings = {"DEPLOY", "/deploy", "deploy/", "deploy//", "deploy/inner/..", "nowhere"})
    void aFolderThatIsSpeltOtherwiseIsNone(String spelling) {
        assertThat(CredentialStores.owner(spelling)).isNull();
        assertThat(keys(spelling)).isEmpty();
    }

    @Test
    void aJobIsNoFolder() throws Exception {
        WorkflowJob job = deploy.createProject(WorkflowJob.class, "job");
        assertThat(CredentialStores.owner(job.getFullName())).isNull();
        assertThat(keys(job.getFullName())).isEmpty();
    }

    @Test
    void aJobCanUseWhatIsNextToItBeforeWhatIsFartherUp() throws Exception {
        WorkflowJob job = inner.createProject(WorkflowJob.class, "uses");
        assertThat(CredentialStores.usableBy(job, BasetenApiKeyCredentials.class))
                .extracting(found -> CredentialStores.folder(found.store()) + ":"
                        + found.credential().getId())
                .containsExactly("deploy/inner:inner-key", "deploy:folder-key", ":team-key");
    }

    private static List<String> keys(String folder) {
        return StoredKeys.in(folder).stream().map(key -> key.id().toString()).toList();
    }
}
