package io.jenkins.plugins.baseten.config;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainSpecification;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.baseten.Scripts;
import io.jenkins.plugins.baseten.pages.PolicyForm;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The form of the policies, and what is kept of it. */
@WithJenkins
class RotationPolicyTest {
    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
        addToSystem(new StringCredentialsImpl(CredentialsScope.SYSTEM, "minting", null, Secret.fromString(KEY)));
        storeSecretText("for-jobs", KEY);
        Folder folder = r.jenkins.createProject(Folder.class, "deploy");
        storeOf(folder).addCredentials(Domain.global(), credential("folder-key", KEY, null));
        storeOf(folder).addCredentials(Domain.global(), credential("twice", KEY, null));
        Domain other = new Domain("other", null, List.<DomainSpecification>of());
        storeOf(folder).addDomain(other);
        storeOf(folder).addCredentials(other, credential("twice", KEY, null));
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @BeforeEach
    void forget() {
        BasetenConfiguration.get().setRotationPolicies(null);
        BasetenConfiguration.get().setTrustedUrls(null);
    }

    @Test
    void theFormKeepsWhatItWasGivenAndSaysItBack() throws Exception {
        RotationPolicy first = policy("team-key", null);
        first.setIntervalDays(30);
        first.setOverlapHours(0);
        first.setDeadlineHours(0);
        RotationPolicy second = policy("folder-key", "deploy");
        second.setQuietForHours(2);
        second.setNotEnvironmentScoped(true);
        BasetenConfiguration.get().setTrustedUrls("https://baseten.example.com");
        BasetenConfiguration.get().setRotationPolicies(List.of(first, second));

        submitTheForm();

        assertThat(BasetenConfiguration.get().getTrustedUrls()).isEqualTo("https://baseten.example.com");
        List<RotationPolicy> kept = BasetenConfiguration.get().getRotationPolicies();
        assertThat(kept).usingRecursiveFieldByFieldElementComparator().containsExactly(first, second);
        assertThat(Files.readString(configFile())).contains("<credentialsId>folder-key</credentialsId>");
    }

    @Test
    void theLastPolicyCanBeRemovedInTheForm() throws Exception {
        BasetenConfiguration.get().setRotationPolicies(List.of(policy("team-key", null)));
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            HtmlPage page = browser.goTo("manage/configure");
            page.executeJavaScript("document.querySelector('[name=rotationPolicies]').remove()");
            r.submit(page.getFormByName("config"));
        }
        assertThat(BasetenConfiguration.get().getRotationPolicies()).isEmpty();
    }

    @Test
    void twoPoliciesForOneCredentialAreRefusedAndNothingIsChanged() {
        BasetenConfiguration.get().setRotationPolicies(List.of(policy("team-key", null)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BasetenConfiguration.get()
                        .setRotationPolicies(List.of(policy("folder-key", "deploy"), policy("folder-key", "deploy"))))
                .withMessage("Two policies are for the credential 'folder-key' of the folder 'deploy'; keep one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BasetenConfiguration.get()
                        .setRotationPolicies(List.of(policy("team-key", null), policy("team-key", ""))))
                .withMessage("Two policies are for the credential 'team-key' of the controller; keep one");
        assertThat(BasetenConfiguration.get().getRotationPolicies())
                .extracting(RotationPolicy::getCredentialsId)
                .containsExactly("team-key");
    }

    @Test
    void theFormRefusesTwoPoliciesForOneCredentialAndSavesNothingOfTheRest() throws Exception {
        BasetenConfiguration.get().setRotationPolicies(List.of(policy("team-key", null), policy("team-key", "deploy")));
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
            HtmlForm form = browser.goTo("manage/configure").getFormByName("config");
            Scripts.run(browser);
            form.getTextAreaByName("_.trustedUrls").setText("https://baseten.example.com");
            form.getSelectsByName("_.folder").forEach(select -> select.setSelectedIndex(0));
            HtmlPage answer = r.submit(form);
            assertThat(answer.asNormalizedText()).contains("Two policies are for the credential 'team-key'");
        }
        assertThat(BasetenConfiguration.get().getTrustedUrls()).isNull();
        assertThat(BasetenConfiguration.get().getRotationPolicies())
                .extracting(RotationPolicy::getFolder)
                .containsExactly(null, "deploy");
    }

    @Test
    void onePolicyIsPutInPlaceOfTheOneForTheSameCredential() {
        BasetenConfiguration.get().putRotationPolicy(policy("team-key", null));
        BasetenConfiguration.get().putRotationPolicy(policy("folder-key", "deploy"));
        RotationPolicy again = policy("team-key", null);
        again.setIntervalDays(7);
        BasetenConfiguration.get().putRotationPolicy(again);
        assertThat(BasetenConfiguration.get().getRotationPolicies())
                .extracting(RotationPolicy::getIntervalDays)
                .containsExactly(0, 7);

        assertThat(BasetenConfiguration.get().removeRotationPolicy("", "folder-key"))
                .isFalse();
        assertThat(BasetenConfiguration.get().removeRotationPolicy("deploy", "folder-key"))
                .isTrue();
        assertThat(BasetenConfiguration.get().getRotationPolicies()).hasSize(1);
    }

    @Test
    void theDeadlineIsNeverShorterThanTheOverlap() {
        RotationPolicy policy = policy("team-key", null);
        policy.setOverlapHours(5);
        policy.setDeadlineHours(2);
        assertThat(policy.overlap()).isEqualTo(Duration.ofHours(5));
        assertThat(policy.deadline()).isEqualTo(Duration.ofHours(5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BasetenConfiguration.get().setRotationPolicies(List.of(policy)))
                .withMessage(
                        "rotationPolicies[0].deadlineHours is 2 and overlapHours is 5: The deadline is shorter than"
                                + " the overlap; write at least as many hours (policy of the credential 'team-key')");
    }

    @Test
    void whatTheFormMarksAsWrongIsNotSavedByItEither() throws Exception {
        BasetenConfiguration.get().setRotationPolicies(List.of(policy("team-key", null)));
        assertRefusedByTheForm(
                "_.trustedUrls", "https://a.example\nhttp://b.example", "line 2 of trustedUrls would send");
        assertRefusedByTheForm("_.warnUnusedDays", "-2", "warnUnusedDays is -2: Write a number of days");
        assertRefusedByTheForm("_.quietForHours", "169", "deadlineHours is 168 and quietForHours is 169");
        assertRefusedByTheForm("_.overlapHours", "169", "deadlineHours is 168 and overlapHours is 169");
    }

    private static void assertRefusedByTheForm(String field, String text, String sentence) throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
            HtmlPage page = browser.goTo("manage/configure");
            Scripts.run(browser);
            HtmlForm form = page.getFormByName("config");
            DomNode element = form.querySelector("[name='" + field + "']");
            if (element instanceof HtmlTextArea area) {
                area.setText(text);
            } else {
                ((HtmlInput) element).setValue(text);
            }
            HtmlPage answer = r.submit(form);
            assertThat(answer.asNormalizedText()).contains(sentence);
        }
        assertThat(BasetenConfiguration.get().getTrustedUrls()).isNull();
        assertThat(BasetenConfiguration.get().getWarnAgeDays()).isEqualTo(180);
        assertThat(BasetenConfiguration.get().getWarnUnusedDays()).isEqualTo(90);
        assertThat(BasetenConfiguration.get().getRotationPolicies())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(policy("team-key", null));
    }

    @Test
    void theListsOfferTheKeysOfTheFolderAndTheSecretsThatNoJobCanUse() {
        PolicyForm form = form();
        assertThat(values(form.doFillFolderItems(""))).containsExactly("", "deploy");
        assertThat(values(form.doFillCredentialsIdItems("", ""))).containsExactly("", "team-key");
        assertThat(values(form.doFillCredentialsIdItems("deploy", "")))
                .containsExactly("", "folder-key", "twice", "twice");
        assertThat(values(form.doFillCredentialsIdItems("", "gone"))).containsExactly("", "team-key", "gone");
        assertThat(values(form.doFillMintingCredentialsIdItems(""))).containsExactly("", "minting");
    }

    @Test
    void eachFieldSaysInOneSentenceWhatIsWrong() {
        PolicyForm form = form();
        assertProblem(form.doCheckFolder("nowhere"), "There is no folder 'nowhere' that keeps credentials");
        assertProblem(form.doCheckFolder("deploy/"), "There is no folder 'deploy/' that keeps credentials");
        assertOk(form.doCheckFolder("deploy"), form.doCheckFolder(""));
        assertProblem(form.doCheckCredentialsId("", ""), "Choose the credential whose key is rotated");
        assertProblem(
                form.doCheckCredentialsId("for-jobs", ""),
                "The store of the controller has no Baseten API key 'for-jobs'");
        assertProblem(
                form.doCheckCredentialsId("folder-key", "deploy/"),
                "The store of the folder 'deploy/' has no Baseten API key 'folder-key'");
        assertProblem(
                form.doCheckCredentialsId("twice", "deploy"),
                "The store of the folder 'deploy' has several Baseten API keys 'twice', in different domains; "
                        + "give each an id of its own");
        assertOk(form.doCheckCredentialsId("team-key", ""), form.doCheckCredentialsId("folder-key", "deploy"));
        assertProblem(
                form.doCheckMintingCredentialsId(""),
                "Choose a secret text of scope System with a key that may create and delete keys");
        assertProblem(
                form.doCheckMintingCredentialsId("folder-key"),
                "The store of the controller has no secret text 'folder-key'");
        assertProblem(
                form.doCheckMintingCredentialsId("for-jobs"),
                "Jobs can use the credential 'for-jobs'; give it the scope System, "
                        + "so that its key creates keys for the rotation alone");
        assertOk(form.doCheckMintingCredentialsId("minting"));
        assertProblem(form.doCheckIntervalDays("soon"), "Write a number of days, 0 for no rotation by itself");
        assertProblem(form.doCheckOverlapHours("-1"), "Write a number of hours, 0 or more");
        assertProblem(form.doCheckDeadlineHours("", "1", "0"), "Write a number of hours, 0 or more");
        assertProblem(
                form.doCheckDeadlineHours("1", "2", "0"),
                "The deadline is shorter than the overlap; write at least as many hours");
        assertProblem(form.doCheckQuietForHours("-1"), "Write a number of hours, 0 or more");
        assertProblem(
                form.doCheckDeadlineHours("2", "1", "3"),
                "The deadline is shorter than the hours without a use, which it would end; write at least as many hours");
        assertOk(
                form.doCheckIntervalDays("0"),
                form.doCheckOverlapHours("0"),
                form.doCheckQuietForHours("0"),
                form.doCheckDeadlineHours("2", "2", "2"));
    }

    private static void assertProblem(FormValidation answer, String sentence) {
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer).hasMessage(Util.escape(sentence));
    }

    private static void assertOk(FormValidation... answers) {
        assertThat(answers).allMatch(answer -> answer.kind == FormValidation.Kind.OK);
    }

    private static void submitTheForm() throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            HtmlPage page = browser.goTo("manage/configure");
            Scripts.run(browser);
            r.submit(page.getFormByName("config"));
        }
    }

    private static List<String> values(ListBoxModel model) {
        return model.stream().map(option -> option.value).toList();
    }

    private static PolicyForm form() {
        return (PolicyForm) r.jenkins.getDescriptorOrDie(RotationPolicy.class);
    }

    private static RotationPolicy policy(String credentialsId, String folder) {
        RotationPolicy policy = new RotationPolicy(credentialsId, "minting");
        policy.setFolder(folder);
        return policy;
    }

    private static java.nio.file.Path configFile() {
        return r.jenkins.getRootDir().toPath().resolve(BasetenConfiguration.class.getName() + ".xml");
    }
}
