package io.jenkins.plugins.baseten;

import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.model.User;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A Jenkins answers the very requests of {@code fleet init} and {@code fleet plan}. */
@WithJenkins
class FleetInitOfJenkinsTest {
    private static final Path JAR =
            Path.of("target", "classes", "io", "jenkins", "plugins", "baseten", "tool", "baseten-ci.jar");
    private static final String MINTING = "minterky.0123456789ABCDEFGHIJKLMNOPQRSTUV";
    private static final List<String> NAMES = List.of("global", "domain", "folder", "nested");

    @TempDir
    private Path home;

    private JenkinsRule r;
    private Sandbox sandbox;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        r = rule;
        SandboxOptions options = SandboxOptions.defaults().withKey(MINTING, KeyType.PERSONAL, null, "minting");
        for (String name : NAMES) {
            options = options.withKey(key(name), KeyType.WORKSPACE_MANAGE_ALL, null, name);
        }
        sandbox = Sandbox.start(options);
        String url = sandbox.url().toString();
        BasetenConfiguration.get().setTrustedUrls(url);
        store("of-global", key("global"), url);
        storeSecretText("baseten-text", "text");
        addToSystem(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "pair", null, "somebody", "nobodys"));
        storeOf(r.jenkins)
                .addDomain(new Domain("gpu hosts", null, List.of()), credential("of-domain", key("domain"), url));
        Folder folder = r.createProject(Folder.class, "ml");
        Folder nested = folder.createProject(Folder.class, "train jobs");
        nested.createProject(WorkflowJob.class, "job");
        storeOf(folder).addCredentials(Domain.global(), credential("of-folder", key("folder"), url));
        storeOf(nested).addCredentials(Domain.global(), credential("of nested", key("nested"), url));
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, CredentialsProvider.VIEW)
                .everywhere()
                .to("viewer")
                .grant(Jenkins.READ, Item.READ, CredentialsProvider.VIEW, RotationPermissions.ROTATE)
                .everywhere()
                .to("rotator")
                .grant(Jenkins.READ)
                .everywhere()
                .to("guest"));
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close();
    }

    @Test
    void theCredentialsOfTheControllerItsDomainsAndItsFoldersAreFoundAndThePlanReadsEach() throws Exception {
        String init = run(
                "viewer",
                0,
                "init",
                "--workspace",
                "acme=env:MINTING",
                "--remote-url",
                "acme=" + sandbox.url(),
                "--from",
                "jenkins:" + r.getURL());

        assertThat(init).contains("8 keys and 4 targets", "1 target does not tell");
        String root = "jenkins:" + r.getURL();
        assertThat(Files.readString(home.resolve("fleet.yaml")))
                .contains(
                        "- " + root + "credentials/store/system/domain/_/credential/of-global\n",
                        "- " + root + "credentials/store/system/domain/gpu%20hosts/credential/of-domain\n",
                        "- " + root + "job/ml/credentials/store/folder/domain/_/credential/of-folder\n",
                        "- " + root
                                + "job/ml/job/train%20jobs/credentials/store/folder/domain/_/credential/of%20nested\n",
                        "- " + root + "credentials/store/system/domain/_/credential/baseten-text   # not readable",
                        " rotates keys itself is not known; the user needs Baseten/Rotate to ask\n");
        assertThat(run("viewer", 0, "plan", "--exit-code")).contains("nothing has drifted: 8 keys and 4 targets");
    }

    @Test
    void aKeyWithAPolicyOfThePluginIsRotatedThere() throws Exception {
        RotationPolicy policy = new RotationPolicy("of-folder", "of-global");
        policy.setFolder("ml");
        BasetenConfiguration.get().setRotationPolicies(List.of(policy));

        run(
                "rotator",
                0,
                "init",
                "--workspace",
                "acme=env:MINTING",
                "--remote-url",
                "acme=" + sandbox.url(),
                "--from",
                "jenkins:" + r.getURL());

        assertThat(Files.readString(home.resolve("fleet.yaml")))
                .contains("  - name: folder\n    type: workspace-manage-all\n    rotated-by: jenkins\n")
                .doesNotContain("is not known");
        assertThat(run("rotator", 0, "plan", "--exit-code")).contains("nothing has drifted: 8 keys and 3 targets");
    }

    @Test
    void aUserWhoSeesNoCredentialsIsSaid() throws Exception {
        String init = run(
                "guest",
                7,
                "init",
                "--workspace",
                "acme=env:MINTING",
                "--remote-url",
                "acme=" + sandbox.url(),
                "--from",
                "jenkins:" + r.getURL());

        assertThat(init).contains("the user guest", "Credentials/View");
    }

    private static String key(String name) {
        return name + "key.0123456789ABCDEFGHIJKLMNOPQRSTUV";
    }

    /** What a command of the group prints. */
    private String run(String user, int code, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString(),
                "fleet"));
        command.addAll(List.of(arguments));
        Path printed = home.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        home.toString(),
                        "MINTING",
                        MINTING,
                        "JENKINS_USER_ID",
                        user,
                        "JENKINS_API_TOKEN",
                        token(user)));
        int ended = Await.exitCode(builder.start());
        String text = Files.readString(printed);
        assertThat(ended).as(text).isEqualTo(code);
        return text;
    }

    private String token(String user) throws IOException {
        return r.createApiToken(User.getById(user, true));
    }
}
