package io.jenkins.plugins.baseten.identity;

import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.ExtensionList;
import hudson.Util;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.baseten.Scripts;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.step.WithBasetenStep;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlElementUtil;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlOption;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The form of the credential type. */
@WithJenkins
class IdentityFormsTest {
    private static JenkinsRule r;

    /** The listed directory of the controller. */
    private static Path tokens;

    @BeforeAll
    static void start(JenkinsRule rule, @TempDir Path directory) throws Exception {
        r = rule;
        tokens = directory.toRealPath();
        BasetenConfiguration.get().setTokenDirectories(tokens.toString());
        storeSecretText("id-token", "x");
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    static Stream<IdentityTokenSource> sources() {
        return Stream.of(
                new CloudTokenSource("aws"),
                new CloudTokenSource("gcp"),
                new CloudTokenSource("azure"),
                new AgentFileTokenSource("/var/run/secrets/baseten/token"),
                new ControllerFileTokenSource(tokens.resolve("token").toString()),
                new CredentialTokenSource("id-token"));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void whatIsSavedIsWhatWasThere(IdentityTokenSource source) throws Exception {
        CredentialsStore store = storeOf(r.jenkins);
        BasetenWorkloadIdentityCredentialsImpl before = credential(source);
        store.addCredentials(Domain.global(), before);
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            HtmlPage page = browser.goTo("manage/credentials/store/system/domain/_/credential/ci/update");
            r.submit(page.getFormByName("update"));
        }
        BasetenWorkloadIdentityCredentialsImpl after =
                (BasetenWorkloadIdentityCredentialsImpl) store.getCredentials(Domain.global()).stream()
                        .filter(BasetenWorkloadIdentityCredentialsImpl.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        assertThat(after).isNotSameAs(before);
        r.assertEqualDataBoundBeans(before, after);
        store.removeCredentials(Domain.global(), after);
    }

    @Test
    void anIdentityIsMadeInTheDialogOfAFolder() throws Exception {
        Folder folder = r.createProject(Folder.class, "team");
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            HtmlPage page = browser.goTo("job/team/credentials/store/folder/domain/_/");
            click(browser, page.querySelector("[data-type='credentials-add-store-item']"));
            click(
                    browser,
                    page.querySelector("input[type=radio][value='"
                            + BasetenWorkloadIdentityCredentialsImpl.class.getName() + "']"));
            click(browser, page.querySelector("#cr-dialog-next"));
            HtmlForm form = page.querySelector("#credentials-dialog-form");
            input(form, "trustRule").setValue("abcd1234");
            HtmlSelect sources = (HtmlSelect) form.getElementsByTagName("option").stream()
                    .filter(option -> option.getTextContent().equals("A file on the agent"))
                    .findFirst()
                    .orElseThrow()
                    .getParentNode();
            assertThat(sources.getOptions())
                    .extracting(HtmlOption::getText)
                    .noneMatch(text -> text.contains("controller"));
            sources.setSelectedAttribute(sources.getOptionByText("A file on the agent"), true);
            Scripts.run(browser);
            input(form, "path").setValue("/run/token");
            input(form, "id").setValue("ci");
            click(browser, page.querySelector("#cr-dialog-submit"));
        }
        assertThat(storeOf(folder).getCredentials(Domain.global()))
                .singleElement()
                .isInstanceOfSatisfying(BasetenWorkloadIdentityCredentialsImpl.class, made -> {
                    assertThat(made.getTrustRule()).isEqualTo("abcd1234");
                    assertThat(made.getAudience()).isNull();
                    assertThat(made.getTokenLifetime()).isZero();
                    assertThat(made.getSource())
                            .isInstanceOfSatisfying(AgentFileTokenSource.class, source -> assertThat(source.getPath())
                                    .isEqualTo("/run/token"));
                });
    }

    private static HtmlInput input(HtmlForm form, String field) {
        return form.querySelector("input[name='_." + field + "']");
    }

    private static void click(JenkinsRule.WebClient browser, HtmlElement element) throws Exception {
        HtmlElementUtil.click(element);
        Scripts.run(browser);
    }

    @Test
    void theCloudsAndTheFilesComeFirst() throws Exception {
        CredentialsStore store = storeOf(r.jenkins);
        BasetenWorkloadIdentityCredentialsImpl stored = credential(new CloudTokenSource("gcp"));
        store.addCredentials(Domain.global(), stored);
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            HtmlPage page = browser.goTo("manage/credentials/store/system/domain/_/credential/ci/update");
            HtmlForm form = page.getFormByName("update");
            List<String> choices = form.getElementsByTagName("option").stream()
                    .map(HtmlOption.class::cast)
                    .map(HtmlOption::getText)
                    .filter(text -> text.startsWith("The cloud")
                            || text.startsWith("A file")
                            || text.startsWith("A secret text"))
                    .toList();
            assertThat(choices)
                    .containsExactly(
                            "The cloud that the agent runs in",
                            "A file on the agent",
                            "A file on the controller (only for a credential of Jenkins itself)",
                            "A secret text or secret file (its issuer must be one that Baseten lists)");
        }
        store.removeCredentials(Domain.global(), stored);
    }

    @Test
    void theFormOfTheStepOffersIdentitiesBesideKeys() throws Exception {
        CredentialsStore store = storeOf(r.jenkins);
        BasetenWorkloadIdentityCredentialsImpl stored = credential(new CloudTokenSource("gcp"));
        store.addCredentials(Domain.global(), stored);
        ListBoxModel choices = ExtensionList.lookupSingleton(WithBasetenStep.DescriptorImpl.class)
                .doFillCredentialsIdItems(null, "", "");
        assertThat(choices)
                .extracting(choice -> choice.value + " = " + choice.name)
                .contains("ci = Of the CI (trust rule abcd1234, the metadata service of Google Cloud, team ml)");
        store.removeCredentials(Domain.global(), stored);
    }

    @Test
    void aCredentialIsNamedByItsIdWithoutADescription() {
        assertThat(CredentialsNameProvider.name(new BasetenWorkloadIdentityCredentialsImpl(
                        CredentialsScope.GLOBAL, "ci", null, "abcd1234", new AgentFileTokenSource("/run/token"))))
                .isEqualTo("ci (trust rule abcd1234, the file /run/token)");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.baseten.co, the id of the trust rule has a ':' or a '/'",
        "a/b, the id of the trust rule has a ':' or a '/'",
        "'', The id of the trust rule is missing"
    })
    void aRuleThatIsNoneIsRefused(String rule, String sentence) {
        assertThatThrownBy(() -> new BasetenWorkloadIdentityCredentialsImpl(
                        CredentialsScope.GLOBAL, "ci", null, rule, new CloudTokenSource("aws")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
        FormValidation answer = form().doCheckTrustRule(null, null, rule);
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer.getMessage()).startsWith(Util.escape(sentence));
    }

    @ParameterizedTest
    @ValueSource(strings = {"59", "3601", "-1", "soon"})
    void aLifetimeThatBasetenDoesNotGiveIsRefused(String seconds) {
        assertThat(form().doCheckTokenLifetime(null, null, seconds).kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    @Test
    void aLifetimeThatBasetenGivesIsNot() {
        for (String seconds : List.of("", "0", "60", "3600")) {
            assertThat(form().doCheckTokenLifetime(null, null, seconds).kind).isEqualTo(FormValidation.Kind.OK);
        }
    }

    @Test
    void anAudienceThatLooksLikeARuleIsAWarning() {
        assertThat(form().doCheckAudience(null, null, "abcd1234").kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(form().doCheckAudience(null, null, "https://api.baseten.co").kind)
                .isEqualTo(FormValidation.Kind.OK);
        assertThat(form().doCheckAudience(null, null, "").kind).isEqualTo(FormValidation.Kind.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://localhost:9", "app.baseten.co"})
    void anAddressThatNoTokenGoesToIsAnError(String url) {
        assertThat(form().doCheckRemoteUrl(null, null, url).kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative/token", "token", "~/token"})
    void aPathThatIsNotAbsoluteIsRefused(String path) {
        assertThatThrownBy(() -> new AgentFileTokenSource(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + path + "' is no absolute path; write one such as /var/run/secrets/baseten/token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative/token", "token"})
    void aPathOfTheControllerIsAbsoluteToo(String path) {
        assertThatThrownBy(() -> new ControllerFileTokenSource(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + path + "' is no absolute path; write one such as /var/run/secrets/baseten/token");
    }

    @Test
    void theFormSaysWhetherAFileOfTheControllerCanBeRead(@TempDir Path elsewhere) throws Exception {
        Path token = Files.writeString(tokens.resolve("checked"), "not-to-be-shown");
        Path outside = Files.writeString(elsewhere.resolve("token"), "not-to-be-shown");
        Path link = Files.createSymbolicLink(tokens.resolve("link"), outside);
        assertThat(check(token).kind).isEqualTo(FormValidation.Kind.OK);
        assertRefused(check(outside), "is below no listed directory of identity tokens");
        assertRefused(check(elsewhere.resolve("nothing")), "is below no listed directory of identity tokens");
        assertRefused(check(link), "is behind a link that leads to nothing or out of the listed directories");
        assertRefused(check(tokens.resolve("nothing")), "does not exist");
        assertRefused(check(tokens), "is below no listed directory of identity tokens");
        assertRefused(
                fileForm().doCheckPath(r.createProject(Folder.class), null, token.toString()),
                "Only a credential in the store of Jenkins itself may read a file of the controller");
    }

    @Test
    void theFormOfTheDirectoriesSaysWhatIsWrongWithALine() {
        BasetenConfiguration form = BasetenConfiguration.get();
        assertThat(form.doCheckTokenDirectories(" \n" + tokens + "\n").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckTokenDirectories(tokens + "\nrun").getMessage())
                .isEqualTo(Util.escape("line 2 of tokenDirectories is 'run', which is no absolute path; write one such"
                        + " as /var/run/secrets/baseten"));
        FormValidation missing =
                form.doCheckTokenDirectories(tokens.resolve("no-directory").toString());
        assertThat(missing.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(missing.getMessage())
                .isEqualTo("There is no such directory on the controller now: " + tokens.resolve("no-directory"));
    }

    private static void assertRefused(FormValidation answer, String sentence) {
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer.getMessage()).contains(sentence).doesNotContain("not-to-be-shown");
    }

    private static FormValidation check(Path file) {
        return fileForm().doCheckPath(null, null, file.toString());
    }

    private static ControllerFileTokenSource.DescriptorImpl fileForm() {
        return ExtensionList.lookupSingleton(ControllerFileTokenSource.DescriptorImpl.class);
    }

    /** The dialog of a folder does not offer the source; who sends it all the same gets it refused. */
    @ParameterizedTest
    @CsvSource({
        "job/sent/credentials/store/folder, Only a credential in the store of Jenkins itself may read a file",
        "manage/credentials/store/system, is below no listed directory of identity tokens"
    })
    void aFormThatIsSentWithAFileThatMayNotBeReadIsRefused(String store, String sentence, @TempDir Path elsewhere)
            throws Exception {
        Folder folder = r.jenkins.getItem("sent") == null
                ? r.createProject(Folder.class, "sent")
                : (Folder) r.jenkins.getItem("sent");
        Path file = store.startsWith("job") ? tokens.resolve("token") : elsewhere.resolve("token");
        String sent = form(file);
        // The dialog of the plugin credentials shows it, whatever the status is.
        assertThat(send(r.createWebClient(), store, sent).getContentAsString()).contains(sentence);
        assertThat(storeOf(folder).getCredentials(Domain.global())).isEmpty();
        assertThat(storeOf(r.jenkins).getCredentials(Domain.global()))
                .noneMatch(BasetenWorkloadIdentityCredentialsImpl.class::isInstance);
    }

    private static String form(Path file) {
        return "{\"\": \"0\", \"credentials\": {\"scope\": \"GLOBAL\", \"id\": \"sent\","
                + " \"trustRule\": \"abcd1234\", \"tokenLifetime\": \"0\", \"source\": {\"path\": \"" + file
                + "\", \"$class\": \"" + ControllerFileTokenSource.class.getName() + "\"}, \"$class\": \""
                + BasetenWorkloadIdentityCredentialsImpl.class.getName() + "\"}}";
    }

    private static WebResponse send(JenkinsRule.WebClient client, String store, String sent) throws Exception {
        try (JenkinsRule.WebClient browser = client.withThrowExceptionOnFailingStatusCode(false)) {
            browser.getOptions().setJavaScriptEnabled(false);
            WebRequest request =
                    new WebRequest(new URL(r.getURL(), store + "/domain/_/createCredentials"), HttpMethod.POST);
            request.setRequestParameters(List.of(new NameValuePair("json", sent)));
            browser.addCrumb(request);
            return browser.getPage(request).getWebResponse();
        }
    }

    /** Whoever may add credentials and is no administrator would learn from a refusal which directories are listed. */
    @Test
    void whetherAFormIsSavedTellsOnlyAnAdministratorWhatIsListed(@TempDir Path elsewhere) throws Exception {
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, CredentialsProvider.VIEW, CredentialsProvider.CREATE, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("somebody"));
        try {
            WebResponse answer = send(
                    r.createWebClient().login("somebody"),
                    "manage/credentials/store/system",
                    form(elsewhere.resolve("token")));
            assertThat(answer.getContentAsString()).doesNotContain("listed directory");
            assertThat(storeOf(r.jenkins).getCredentials(Domain.global()))
                    .filteredOn(BasetenWorkloadIdentityCredentialsImpl.class::isInstance)
                    .singleElement()
                    .satisfies(stored -> storeOf(r.jenkins).removeCredentials(Domain.global(), stored));
        } finally {
            r.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
            r.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        }
    }

    @Test
    void aPathOfWindowsIsAbsolute() {
        assertThat(new AgentFileTokenSource("C:\\secrets\\token").getPath()).isEqualTo("C:\\secrets\\token");
    }

    @Test
    void whoStartsABuildCannotChooseItsIdentity() {
        assertThatThrownBy(() -> new CredentialTokenSource("${TOKEN}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be a parameter of the build");
    }

    @Test
    void aCloudThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> new CloudTokenSource("curl http://evil.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no cloud that is known here; write aws, gcp or azure");
    }

    private static BasetenWorkloadIdentityCredentialsImpl credential(IdentityTokenSource source) {
        BasetenWorkloadIdentityCredentialsImpl credential = new BasetenWorkloadIdentityCredentialsImpl(
                CredentialsScope.GLOBAL, "ci", "Of the CI", "abcd1234", source);
        credential.setAudience("https://api.baseten.co");
        credential.setTokenLifetime(900);
        credential.setRemoteUrl("https://app.staging.baseten.co");
        credential.setTeam("ml");
        return credential;
    }

    private static BasetenWorkloadIdentityCredentialsImpl.DescriptorImpl form() {
        return ExtensionList.lookupSingleton(BasetenWorkloadIdentityCredentialsImpl.DescriptorImpl.class);
    }
}
