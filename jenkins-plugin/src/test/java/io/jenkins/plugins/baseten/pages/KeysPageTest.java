package io.jenkins.plugins.baseten.pages;

import static io.jenkins.plugins.baseten.ContentPolicy.assertNothingInline;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Item;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.testing.CpuTime;
import io.jenkins.plugins.baseten.Scripts;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlCheckBoxInput;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the pages with the keys show and do, in a browser without JavaScript. */
@WithJenkins
class KeysPageTest {
    private static final int MANY = 1_000;
    private static final Duration QUICK = Duration.ofSeconds(2);
    /** The only form of a time that a reader sees. */
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d [A-Z]{3,4}";

    private static final String KEYS = "manage/baseten-keys/";

    /** A method that runs more than once has a key each time. */
    private static int count;

    private static JenkinsRule r;
    private static WorkflowJob open;
    private static WorkflowJob secret;

    private KeyWorld world;
    private String page;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        open = r.createProject(WorkflowJob.class, "open-job");
        secret = r.createProject(WorkflowJob.class, "secret-job");
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator")
                .grant(Jenkins.READ, RotationPermissions.ROTATE)
                .onRoot()
                .to("rotator")
                .grant(Item.READ)
                .onItems(open)
                .to("rotator"));
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @BeforeEach
    void createTheKey(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName() + ++count;
        world = new KeyWorld(name, r.jenkins);
        page = KEYS + "key/" + name + "/";
    }

    @AfterEach
    void stopTheServer() throws Exception {
        world.close();
    }

    @Test
    void theRotationIsBegunWatchedAndAbortedByButtons() throws Exception {
        try (JenkinsRule.WebClient browser = browser("rotator")) {
            HtmlPage before = browser.goTo(page);
            assertThat(text(before, "baseten-state")).startsWith("No rotation");
            assertThat(text(before, "baseten-prefix")).isEqualTo(world.oldKey.prefix());
            assertThat(before.getElementById("baseten-abort")).isNull();

            HtmlPage begun = click(before, "baseten-rotate");
            assertThat(begun.getUrl().getPath()).endsWith("/" + page);
            world.awaitState(RotationState.DRAINING);
            HtmlPage draining = browser.goTo(page);
            assertThat(text(draining, "baseten-state"))
                    .matches("Draining The old key " + world.oldKey.prefix() + " goes on working until " + TIME
                            + "\\. After that it is revoked as soon as no running build uses it\\.");
            assertThat(text(draining, "baseten-limit")).matches("in 59 min.* \\(" + TIME + "\\)");
            assertThat(text(draining, "baseten-builds")).isEqualTo("none");
            assertThat(text(draining, "baseten-prefix")).isNotEqualTo(world.oldKey.prefix());
            assertThat(draining.getElementById("baseten-rotate")).isNull();
            assertThat(draining.getElementById("baseten-resume")).isNull();

            click(draining, "baseten-abort");
            world.awaitWayBack();
            HtmlPage back = browser.goTo(page);
            assertThat(text(back, "baseten-state"))
                    .matches("Going back The new key .* goes on working until " + TIME + "\\. .*");
            assertThat(back.getElementById("baseten-abort"))
                    .as("a rotation that goes back was aborted already")
                    .isNull();
            assertThat(text(back, "baseten-prefix")).isEqualTo(world.oldKey.prefix());
        }
    }

    @Test
    void theEndIsInTheHistory() throws Exception {
        world.overlap(0);
        try (JenkinsRule.WebClient browser = browser("rotator")) {
            click(browser.goTo(page), "baseten-rotate");
            world.awaitEnd(1);
            HtmlPage done = browser.goTo(page);
            assertThat(text(done, "baseten-state")).isEqualTo("No rotation");
            assertThat(text(done, "baseten-history"))
                    .contains("rotator", "Done", world.oldKey.prefix(), text(done, "baseten-prefix"));
        }
    }

    @Test
    void thePlanChangesNothing() throws Exception {
        List<String> before = world.sandbox.keyNames();
        try (JenkinsRule.WebClient browser = browser("rotator")) {
            HtmlPage plan = click(browser.goTo(page), "baseten-plan");
            assertThat(text(plan, "baseten-steps"))
                    .contains(
                            "A new key 'key-of-" + world.id.credentialsId()
                                    + "-2' is created: WORKSPACE_MANAGE_ALL; team Default.",
                            "goes on working for at least 1 hour, and as long as a running build uses it",
                            "(" + world.oldKey.prefix() + ") is revoked");
            assertNothingInline(plan);
        }
        assertThat(world.sandbox.keyNames()).isEqualTo(before);
        assertThat(Rotations.get().status(world.id)).isEmpty();
    }

    @Test
    void aRefusedPlanIsToldOnThePageOfTheKey() throws Exception {
        try (JenkinsRule.WebClient browser = browser("rotator")) {
            HtmlPage before = browser.goTo(page);
            world.sandbox.fault(Fault.status("GET", "/v1/api_keys", 403, "{\"message\": \"You may not.\"}"));
            assertRefused(browser, before, "baseten-plan", "403");
        }
    }

    @Test
    void aRefusedRotationIsToldOnThePageOfTheKey() throws Exception {
        try (JenkinsRule.WebClient browser = browser("rotator")) {
            HtmlPage before = browser.goTo(page);
            Rotations.get().rotate(world.id);
            world.awaitState(RotationState.DRAINING);
            assertRefused(browser, before, "baseten-rotate", "is unfinished; go on with it, or abort it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseten-resume", "baseten-abort"})
    void whatComesTooLateIsToldOnThePageOfTheKey(String button) throws Exception {
        world.createSuccessor();
        try (JenkinsRule.WebClient browser = browser("rotator")) {
            int before = Rotations.get().history(world.id).size();
            Rotations.get().rotate(world.id);
            world.awaitStop();
            HtmlPage stopped = browser.goTo(page);
            Rotations.get().abort(world.id, null);
            world.awaitEnd(before + 1);
            assertRefused(browser, stopped, button, "no rotation of the credential", "is unfinished");
        }
    }

    /** The reason, once; all that the page has to say of the key; and the way back. */
    private void assertRefused(JenkinsRule.WebClient browser, HtmlPage before, String button, String... reason)
            throws Exception {
        browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
        HtmlPage refused = click(before, button);
        assertThat(refused.getWebResponse().getStatusCode()).isEqualTo(400);
        assertThat(text(refused, "baseten-refusal"))
                .startsWith("Refused: ")
                .contains(reason)
                .doesNotContain("..")
                .endsWith(". Back to the key");
        assertThat(text(refused, "baseten-prefix")).isNotEmpty();
        assertThat(refused.getElementById("baseten-state")).isNotNull();
        assertNothingInline(refused);
        HtmlPage back = refused.getAnchorByText("Back to the key").click();
        assertThat(back.getUrl().getPath()).endsWith("/" + page);
        assertThat(back.getWebResponse().getStatusCode()).isEqualTo(200);
        assertThat(back.getElementById("baseten-refusal")).isNull();
    }

    /** Each such call would be the next use of the key, and put its end off. */
    @Test
    void noPageSignsInWithAKeyThatItShows() throws Exception {
        Rotations.get().rotate(world.id);
        world.awaitState(RotationState.DRAINING);
        String newKey = text(browser("administrator").goTo(page), "baseten-prefix");
        world.sandbox.clearRequests();
        try (JenkinsRule.WebClient browser = browser("administrator")) {
            Rotations.get().checkDue();
            for (String path : List.of(KEYS, KEYS + "progress", page, page + "progress", "manage/", "job/open-job/")) {
                assertThat(browser.goTo(path, null).getWebResponse().getStatusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
        assertThat(world.sandbox.requests())
                .as("the check of what is due asks with the minting key")
                .isNotEmpty()
                .extracting(RequestEntry::keyPrefix)
                .doesNotContain(world.oldKey.prefix(), newKey);
    }

    @Test
    void aKeyThatNobodyKnowsIsDecidedAboutByAPerson() throws Exception {
        String unclaimedKey = world.createSuccessor().prefix();
        try (JenkinsRule.WebClient browser = browser("rotator")) {
            click(browser.goTo(page), "baseten-rotate");
            world.awaitStop();
            HtmlPage stopped = browser.goTo(page);
            assertThat(text(stopped, "baseten-problem")).contains("(" + unclaimedKey + ")", "You decide.");
            HtmlCheckBoxInput box = stopped.getFormByName("resume").getInputByName("unclaimedKey");
            assertThat(box.getValue()).isEqualTo(unclaimedKey);
            assertThat(stopped.<HtmlElement>querySelector("label[for='" + box.getId() + "']")
                            .getTextContent())
                    .isEqualTo("No other rotation made the key " + unclaimedKey + ": delete it");
            box.setChecked(true);
            click(stopped, "baseten-resume");
            world.awaitState(RotationState.DRAINING);
            assertThat(world.row().state().problem()).isEmpty();
        }
    }

    @Test
    void theTableNamesTheJobsThatTheReaderMaySeeAndCountsTheOthers() throws Exception {
        for (WorkflowJob job : List.of(open, secret)) {
            job.setDefinition(new CpsFlowDefinition(
                    "withCredentials([string(credentialsId: '" + world.id + "', variable: 'K')]) { echo 'x' }", true));
            r.buildAndAssertSuccess(job);
        }
        HtmlElement seen = row(browser("rotator").goTo(KEYS));
        assertThat(seen.asNormalizedText())
                .contains("open-job")
                .contains("and 1 more")
                .doesNotContain("secret-job");
        assertThat(row(browser("administrator").goTo(KEYS)).asNormalizedText())
                .contains("open-job")
                .contains("secret-job")
                .doesNotContain("more");
    }

    @Test
    void theTableSaysWhatTheLastCheckSaw() throws Exception {
        assertThat(row(browser("rotator").goTo(KEYS)).asNormalizedText()).contains("not checked");
        Rotations.get().checkDue();
        assertThat(row(browser("rotator").goTo(KEYS)).asNormalizedText())
                .contains(
                        world.oldKey.prefix(),
                        "WORKSPACE_MANAGE_ALL",
                        "team Default",
                        "by hand",
                        "Key <b>of</b> the CI");
    }

    @Test
    void aKeyOfAPolicyIsRotatedByHandOnlyIfThePolicySaysSo() throws Exception {
        BasetenConfiguration configuration = BasetenConfiguration.get();
        assertThat(world.row().next().text()).isEqualTo("by hand");
        RotationPolicy policy = configuration.getRotationPolicies().get(0);
        policy.setIntervalDays(90);
        configuration.putRotationPolicy(policy);
        assertThat(world.row().next().text()).isEqualTo("not known");
        Rotations.get().checkDue();
        assertThat(world.row().next().text()).matches("in (89|90) days");
    }

    @Test
    void theProgressTellsWhetherAPartMustBeReadAgain() throws Exception {
        String before = revision();
        assertThat(revision()).isEqualTo(before);
        Rotations.get().rotate(world.id);
        world.awaitState(RotationState.DRAINING);
        assertThat(revision()).isNotEqualTo(before);
        assertThat(new KeyPage(world.id).progress().announcement()).startsWith("Draining. The old key ");
        assertThat(new KeyTable("").progress().texts())
                .containsEntry("word:" + world.id, "Draining")
                .hasEntrySatisfying("detail:" + world.id, detail -> assertThat(detail)
                        .startsWith("The old key " + world.oldKey.prefix()));
    }

    private String revision() {
        return new KeyTable("").progress().revision()
                + new KeyPage(world.id).progress().revision();
    }

    @Test
    void thePageFollowsTheRotationWithoutAReload() throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient().login("rotator")) {
            browser.getOptions().setFetchPolyfillEnabled(true);
            HtmlPage shown = browser.goTo(page);
            assertThat(text(shown, "baseten-state")).isEqualTo("No rotation");
            Rotations.get().rotate(world.id);
            world.awaitState(RotationState.DRAINING);
            while (!text(shown, "baseten-state").startsWith("Draining")) {
                browser.waitForBackgroundJavaScript(500);
            }
            assertThat(text(shown, "baseten-state")).startsWith("Draining The old key ");
            assertThat(text(shown, "baseten-announcement")).startsWith("Draining. The old key");
            assertThat(shown.getElementById("baseten-abort")).isNotNull();
        }
    }

    @Test
    void aButtonAsksFirst() throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient().login("rotator")) {
            browser.getOptions().setFetchPolyfillEnabled(true);
            HtmlPage shown = browser.goTo(page);
            click(shown, "baseten-rotate");
            Scripts.run(browser);
            HtmlElement dialog = shown.querySelector("dialog.jenkins-dialog");
            assertThat(dialog.getTextContent()).contains("A new key replaces the one that");
            assertThat(Rotations.get().status(world.id)).isEmpty();
            dialog.<HtmlElement>querySelector("button[data-id='ok']").click();
            world.awaitState(RotationState.DRAINING);
        }
    }

    @Test
    void aScreenReaderFindsItsWay() throws Exception {
        for (String path : List.of(KEYS, page)) {
            HtmlPage shown = browser("administrator").goTo(path);
            assertNothingInline(shown);
            DomNode main = shown.getElementById("main-panel");
            assertThat(main.querySelectorAll("th"))
                    .allSatisfy(cell -> assertThat(((DomElement) cell).getAttribute("scope"))
                            .isEqualTo("col"));
            assertThat(main.querySelectorAll("td[role=rowheader]")).isNotEmpty();
            assertThat(main.querySelectorAll("h1")).hasSize(1);
            assertThat(main.<DomElement>querySelector("#baseten-announcement").getAttribute("role"))
                    .isEqualTo("status");
            assertThat(main.querySelectorAll("button"))
                    .allSatisfy(button -> assertThat(button.asNormalizedText()).isNotBlank());
        }
    }

    @Test
    void aThousandKeysOpenWithinTwoSeconds() throws Exception {
        List<Credentials> store = SystemCredentialsProvider.getInstance().getCredentials();
        List<Credentials> before = List.copyOf(store);
        List<RotationPolicy> policies = BasetenConfiguration.get().getRotationPolicies();
        List<RotationPolicy> many = new ArrayList<>(policies);
        for (int i = 0; i < MANY; i++) {
            store.add(credential("many-" + i, "pre" + i + ".0123456789abcdefghijKLMNOPQRSTUV", null));
            many.add(new RotationPolicy("many-" + i, world.id.credentialsId() + "-minting"));
        }
        try {
            BasetenConfiguration.get().setRotationPolicies(many);
            int asked = world.sandbox.requests().size();
            Duration first = opened();
            Duration second = opened();
            System.getLogger(getClass().getName())
                    .log(System.Logger.Level.INFO, "1,000 keys: {0}, then {1}", first, second);
            assertThat(second).isLessThan(QUICK);
            assertThat(world.sandbox.requests()).hasSize(asked);
        } finally {
            store.clear();
            store.addAll(before);
            BasetenConfiguration.get().setRotationPolicies(policies);
        }
    }

    private static Duration opened() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(r.getURL().toURI().resolve(KEYS))
                .header("Authorization", "Basic cm90YXRvcjpyb3RhdG9y")
                .build();
        return CpuTime.ofAllThreads(() -> {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return assertThat(answer.body()).contains("many-0", "many-" + (MANY - 1));
        });
    }

    private HtmlElement row(HtmlPage table) {
        return table.querySelector("tr[data-key='" + world.id + "']");
    }

    private static String text(HtmlPage shown, String id) {
        return shown.getElementById(id).asNormalizedText().replaceAll("\\s+", " ");
    }

    private static HtmlPage click(HtmlPage shown, String button) throws Exception {
        return ((HtmlElement) shown.getElementById(button)).click();
    }

    private static JenkinsRule.WebClient browser(String user) throws Exception {
        JenkinsRule.WebClient browser = r.createWebClient();
        browser.getOptions().setJavaScriptEnabled(false);
        return browser.login(user);
    }
}
