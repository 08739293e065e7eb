package io.jenkins.plugins.baseten.credentials;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class KeyVerificationTest {
    private static final String SECRET_PART = KEY.substring(KEY.indexOf('.') + 1);

    private static JenkinsRule r;
    private static Folder folder;

    private Sandbox home;
    private Sandbox elsewhere;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        folder = r.createProject(Folder.class, "team");
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator")
                .grant(Jenkins.READ, Item.READ, CredentialsProvider.CREATE, CredentialsProvider.UPDATE)
                .everywhere()
                .to("manager"));
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @BeforeEach
    void startTwoServers() throws Exception {
        home = Sandbox.start(SandboxOptions.defaults()
                .withWorkspace("Acme & <b>Sons</b>")
                .withKey(KEY, KeyType.WORKSPACE_MANAGE_ALL, "ml-platform", "ci"));
        elsewhere = Sandbox.start();
        BasetenConfiguration.get().setTrustedUrls(home.url() + "\n" + elsewhere.url());
    }

    @AfterEach
    void stopTheServers() throws Exception {
        home.close();
        elsewhere.close();
    }

    @Test
    void aTypedKeyShowsUserWorkspaceTypeTeamAndModels() {
        FormValidation answer = verify("manager", KEY, home.url() + "/");
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(answer.getMessage())
                .matches("Key of svc_\\w+; workspace Acme &amp; &lt;b&gt;Sons&lt;/b&gt;; type WORKSPACE_MANAGE_ALL;"
                        + " team ml-platform; all models");
    }

    @Test
    void theModelsOfAKeyAreShown() {
        home.fault(Fault.status("GET", "/v1/api_keys", 200, """
                {"keys": [{"prefix": "aBcD1234", "type": "WORKSPACE_INVOKE", "name": "ci", "team_name": "ml",
                 "model_ids": ["m1", "m2"]}]}"""));
        assertThat(verify("manager", KEY, home.url().toString()).getMessage())
                .contains("type WORKSPACE_INVOKE; team ml; limited to the models m1, m2");
    }

    @Test
    void aKeyWithoutManagementRightsIsValidButSaysNoMore() {
        FormValidation answer =
                verify("manager", home.key(KeyType.WORKSPACE_INVOKE), home.url().toString());
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(answer.getMessage()).startsWith("The key is valid but has no management rights (HTTP 403)");
    }

    @Test
    void aTeamThatTheKeyDoesNotSeeIsWarnedOf() {
        String url = home.url().toString();
        assertThat(verify("manager", null, null, KEY, url, " ml-platform ").kind)
                .isEqualTo(FormValidation.Kind.OK);
        FormValidation misspelt = verify("manager", null, null, KEY, url, "<b>ml platform</b>");
        assertThat(misspelt.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(misspelt.getMessage())
                .startsWith("Key of svc_")
                .contains("the team &#039;&lt;b&gt;ml platform&lt;/b&gt;&#039; is none of those that this key sees (")
                .contains("ml-platform");
    }

    @Test
    void aTeamIsNotCheckedWhereTheServerDoesNotTell() {
        home.fault(Fault.status("GET", "/v1/teams", 403, "{\"message\": \"no " + KEY + "\"}"));
        FormValidation answer = verify("manager", null, null, KEY, home.url().toString(), "ml-platform");
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(answer.getMessage()).contains("was not checked: this key may not list teams (HTTP 403)");
        assertShowsNoKey(answer);
        home.clearFaults();
        home.fault(Fault.of(Fault.Kind.CUT_BEFORE, "GET", "/v1/teams").times(5));
        answer = verify("manager", null, null, KEY, home.url().toString(), "ml-platform");
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(answer.getMessage()).contains("was not checked: ");
    }

    @Test
    void aRefusedKeyIsAnErrorThatDoesNotShowIt() {
        FormValidation answer = verify("manager", OTHER_KEY, home.url().toString());
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer.getMessage()).contains("401").doesNotContain(OTHER_KEY.substring(9));
    }

    @Test
    void aServerThatEchoesTheKeyDoesNotShowIt() {
        for (int status : new int[] {400, 401, 403, 404, 500, 503}) {
            home.fault(Fault.status("GET", "/v1/users/me", status, "{\"message\": \"no key " + KEY + "\"}"));
            assertShowsNoKey(verify("manager", KEY, home.url().toString()));
            home.clearFaults();
        }
        home.fault(Fault.status(
                "GET",
                "/v1/users/me",
                200,
                "{\"user_id\": \"u\", \"name\": \"" + KEY + "\", \"workspace_name\": \"w\"}"));
        assertShowsNoKey(verify("manager", KEY, home.url().toString()));
        home.fault(Fault.status("GET", "/v1/users/me", 200, "not json " + KEY));
        assertShowsNoKey(verify("manager", KEY, home.url().toString()));
        for (Fault.Kind kind : new Fault.Kind[] {Fault.Kind.CUT_BEFORE, Fault.Kind.CUT_HEAD, Fault.Kind.CUT_BODY}) {
            home.fault(Fault.of(kind, "GET", "/v1/users/me").times(5));
            FormValidation answer = verify("manager", KEY, home.url().toString());
            assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
            assertShowsNoKey(answer);
            home.clearFaults();
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        home.fault(Fault.status("GET", "/v1/users/me", 302, "")
                .headers(Map.of("Location", elsewhere.url() + "/v1/users/me?" + KEY)));
        FormValidation answer = verify("manager", KEY, home.url().toString());
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertShowsNoKey(answer);
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void aStoredKeyGoesToNoUrlButItsOwn() throws Exception {
        store("stored", KEY, home.url() + "/");
        String shown = Secret.fromString(KEY).getEncryptedValue();
        for (String user : new String[] {"manager", "administrator"}) {
            FormValidation answer = verify(user, shown, elsewhere.url().toString());
            assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(answer.getMessage()).startsWith("A stored key is sent only to the URL it is stored with");
            assertThat(verify(user, shown, null).kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(verify(user, shown, home.url().toString()).kind).isEqualTo(FormValidation.Kind.OK);
        }
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void aSecretThatIsNoStoredKeyIsSentNowhere() throws Exception {
        String foreign = Secret.fromString("prefix.of-quite-another-thing").getEncryptedValue();
        FormValidation answer = verify("manager", foreign, home.url().toString());
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(home.requests()).isEmpty();
        FormValidation shape;
        try (ACLContext ignored = as("manager")) {
            shape = descriptor()
                    .doCheckSecret(
                            null, null, Secret.fromString("no shape at all").getEncryptedValue());
        }
        assertThat(shape.kind).isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void whatSurelyIsNoKeyIsSentNowhere() throws Exception {
        String token = "ghp_" + "a".repeat(36);
        FormValidation answer = verify("manager", token, home.url().toString());
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer.getMessage()).contains("is a token of GitHub").doesNotContain(token);
        assertThat(home.requests()).isEmpty();
        try (ACLContext ignored = as("manager")) {
            assertThat(descriptor().doCheckSecret(null, null, token)).hasMessage(answer.getMessage());
        }
    }

    @Test
    void aKeyStoredInAFolderIsVerifiedThereAndNotFromElsewhere() throws Exception {
        storeOf(folder)
                .addCredentials(
                        Domain.global(),
                        credential("folder-key", KEY, elsewhere.url().toString()));
        String shown = Secret.fromString(KEY).getEncryptedValue();
        elsewhere.clearRequests();
        assertThat(verify("manager", folder, null, shown, elsewhere.url().toString())
                        .getMessage())
                .contains("401");
        assertThat(elsewhere.requests()).hasSize(1);
        assertThat(verify("manager", shown, elsewhere.url().toString()).getMessage())
                .startsWith("A stored key is sent only");
        assertThat(elsewhere.requests()).hasSize(1);
    }

    @Test
    void aUsersOwnStoredKeyIsVerifiedByTheUser() throws Exception {
        User manager = User.getById("manager", true);
        BasetenApiKeyCredentialsImpl own =
                new BasetenApiKeyCredentialsImpl(CredentialsScope.USER, "own", null, Secret.fromString(KEY));
        own.setRemoteUrl(home.url().toString());
        String shown = Secret.fromString(KEY).getEncryptedValue();
        try (ACLContext ignored = as("manager")) {
            storeOf(manager).addCredentials(Domain.global(), own);
        }
        assertThat(verify("manager", null, manager, shown, home.url().toString()).kind)
                .isEqualTo(FormValidation.Kind.OK);
        assertThat(verify("manager", null, manager, shown, elsewhere.url().toString()).kind)
                .isEqualTo(FormValidation.Kind.ERROR);
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void anAddressThatNobodyListedIsAskedForAdministratorsAlone() {
        // Nobody listens there, so it can only be asked in vain.
        String unlisted = "https://127.0.0.1:1";
        FormValidation refused = verify("manager", KEY, unlisted);
        assertThat(refused.getMessage()).startsWith(unlisted + " is neither an address of Baseten nor a trusted URL");
        FormValidation tried = verify("administrator", KEY, unlisted);
        assertThat(tried.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(tried.getMessage()).contains("127.0.0.1").doesNotContain("an administrator can list it");
        assertShowsNoKey(tried);
    }

    @Test
    void whyThereIsNoAnswerIsForAdministratorsAlone() throws Exception {
        String url = home.url().toString();
        Set<String> toManagers = new HashSet<>();
        Set<String> toAdministrators = new HashSet<>();
        List<Fault> faults = List.of(
                Fault.of(Fault.Kind.CUT_BEFORE, "GET", "/v1/users/me").times(9),
                Fault.of(Fault.Kind.CUT_HEAD, "GET", "/v1/users/me").times(9),
                Fault.status("GET", "/v1/users/me", 404, "{}").times(9),
                Fault.status("GET", "/v1/users/me", 500, "{}").times(9),
                Fault.status("GET", "/v1/users/me", 200, "no JSON").times(9),
                Fault.status("GET", "/v1/users/me", 302, "")
                        .headers(Map.of("Location", elsewhere.url() + "/v1/users/me"))
                        .times(9));
        for (Fault fault : faults) {
            home.fault(fault);
            toManagers.add(verify("manager", KEY, url).getMessage());
            toAdministrators.add(verify("administrator", KEY, url).getMessage());
            home.clearFaults();
        }
        home.close();
        toManagers.add(verify("manager", KEY, url).getMessage());
        toAdministrators.add(verify("administrator", KEY, url).getMessage());
        assertThat(toManagers)
                .containsExactly(url + " gave no answer that tells whose key this is; try again, and if it stays so,"
                        + " ask an administrator to look into the log of Jenkins");
        assertThat(toAdministrators).hasSizeGreaterThan(5).doesNotContainAnyElementsOf(toManagers);
    }

    @Test
    void plainHttpThatIsNotListedIsAskedForNobody() {
        BasetenConfiguration.get().setTrustedUrls(elsewhere.url().toString());
        for (String user : new String[] {"manager", "administrator"}) {
            assertThat(verify(user, KEY, home.url().toString()).getMessage()).contains("is plain http");
            assertThat(verify(user, KEY, "http://example.com").getMessage()).contains("unencrypted");
        }
        assertThat(home.requests()).isEmpty();
    }

    private static FormValidation verify(String user, String secret, String url) {
        return verify(user, null, null, secret, url);
    }

    private static FormValidation verify(String user, Item item, User owner, String secret, String url) {
        return verify(user, item, owner, secret, url, "");
    }

    private static FormValidation verify(String user, Item item, User owner, String secret, String url, String team) {
        try (ACLContext ignored = as(user)) {
            return descriptor().doVerify(item, owner, secret, url, team);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ACLContext as(String user) {
        return ACL.as2(User.getById(user, true).impersonate2());
    }

    private static BasetenApiKeyCredentialsImpl.DescriptorImpl descriptor() {
        return r.jenkins.getDescriptorByType(BasetenApiKeyCredentialsImpl.DescriptorImpl.class);
    }

    private static void assertShowsNoKey(FormValidation answer) {
        assertThat(answer.getMessage()).doesNotContain(SECRET_PART);
        assertThat(answer.renderHtml()).doesNotContain(SECRET_PART);
    }
}
