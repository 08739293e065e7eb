package io.jenkins.plugins.baseten.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.keys.KeyRow;
import io.jenkins.plugins.baseten.keys.Phase;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages with keys as a browser shows them: how wide they are, how readable, and usable without a mouse. */
@Tag("long")
@WithJenkins
class PagesInBrowserTest {
    private static final int WIDE = 1280;
    private static final int NARROW = 500;

    /** The contrast that the guidelines of the W3C ask for in a text of usual size. */
    private static final double CONTRAST = 4.5;

    /** What Jenkins itself has for its secondary texts, in the light theme, is a little more than this. */
    private static final double CONTRAST_OF_SECONDARY = 3;

    /** The texts of the page, without those of components of Jenkins that choose their own colours. */
    private static final String TEXTS_THAT_LACK_CONTRAST = """
            const canvas = document.createElement('canvas');
            canvas.width = canvas.height = 1;
            const context = canvas.getContext('2d', {willReadFrequently: true});
            function onto(below, colour) {
              context.clearRect(0, 0, 1, 1);
              context.fillStyle = `rgb(${below.join(',')})`;
              context.fillRect(0, 0, 1, 1);
              context.fillStyle = colour;
              context.fillRect(0, 0, 1, 1);
              return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
            }
            function behind(element) {
              const chain = [];
              for (let each = element; each; each = each.parentElement) chain.unshift(each);
              return chain.reduce((below, each) => onto(below, getComputedStyle(each).backgroundColor), [255, 255, 255]);
            }
            function luminance(rgb) {
              const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            }
            const found = [];
            const walker = document.createTreeWalker(document.getElementById('baseten-live'), NodeFilter.SHOW_TEXT);
            let texts = 0;
            while (walker.nextNode()) {
              const element = walker.currentNode.parentElement;
              const box = element.getBoundingClientRect();
              if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || box.width < 2
                  || element.closest(arguments[0])) continue;
              texts++;
              const below = behind(element);
              const [low, high] = [luminance(below), luminance(onto(below, getComputedStyle(element).color))]
                  .sort((a, b) => a - b);
              const contrast = (high + 0.05) / (low + 0.05);
              if (contrast < (element.closest(arguments[2]) ? arguments[3] : arguments[1])) found.push(contrast.toFixed(2) + ': ' + walker.currentNode.textContent.trim());
            }
            return [texts, found];
            """;

    private static JenkinsRule jenkins;
    private static Scenes scenes;
    private static Chromium browser;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        browser = Chromium.start();
        jenkins = rule;
        scenes = new Scenes(rule);
    }

    @AfterAll
    static void stop() throws Exception {
        if (scenes != null) {
            scenes.close();
        }
        if (browser != null) {
            browser.close();
        }
        if (jenkins != null) {
            jenkins.after();
        }
    }

    @BeforeEach
    void useTheWideWindow() {
        browser.width(WIDE);
    }

    private static void open(String scene) throws IOException {
        browser.open(jenkins.getURL() + scenes.pages().get(scene));
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "500, light", "500, dark"})
    void noPageScrollsSideways(int width, String theme) throws Exception {
        browser.width(width);
        for (String scene : scenes.pages().keySet()) {
            open(scene);
            if (theme.equals("dark")) {
                browser.darken();
            }
            assertFits(scene, width);
        }
        open("history");
        browser.click(By.id("baseten-plan"));
        browser.see(By.id("baseten-steps"));
        assertFits("plan", width);
        open("history");
        browser.driver().executeScript("document.querySelector('form[name=plan]').action = 'resume'");
        browser.click(By.id("baseten-plan"));
        browser.see(By.id("baseten-refusal"));
        assertFits("refused", width);
        assertThat(browser.complaints())
                .filteredOn(complaint -> !complaint.contains("400"))
                .isEmpty();
    }

    /** No page is wider than its window, and nothing is wider than its table, which would cut it off. */
    private static void assertFits(String scene, int width) {
        @SuppressWarnings("unchecked")
        List<Object> sizes = (List<Object>) browser.driver().executeScript("""
                        const root = document.documentElement;
                        const cut = [...document.querySelectorAll('#main-panel :is(td, th, a, code, time, li, button)')]
                            .filter(e => e.getBoundingClientRect().right
                                > Math.min(root.clientWidth, e.closest('table, #main-panel').getBoundingClientRect().right + 1))
                            .map(e => e.textContent.trim());
                        return [root.clientWidth, root.scrollWidth <= root.clientWidth, cut.join(' ')];
                        """);
        assertThat(sizes).as(scene + " at " + width).isEqualTo(List.of((long) width, true, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textsCanBeRead(String theme) throws Exception {
        for (String scene : scenes.pages().keySet()) {
            open(scene);
            if (browser.driver().findElements(By.id("baseten-live")).isEmpty()) {
                continue;
            }
            if (theme.equals("dark")) {
                browser.darken();
            }
            List<?> seen = (List<?>) browser.driver()
                    .executeScript(
                            TEXTS_THAT_LACK_CONTRAST,
                            ".jenkins-alert, .jenkins-button",
                            CONTRAST,
                            ".baseten-secondary, .baseten-line__step:not([aria-current])",
                            CONTRAST_OF_SECONDARY);
            assertThat(((Number) seen.get(0)).intValue()).as(scene).isPositive();
            assertThat((List<?>) seen.get(1)).as(scene).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {WIDE, NARROW})
    void theStateOfEachUnfinishedRotationIsMarkedOnTopOfTheTableAndOnItsPage(int width) throws Exception {
        browser.width(width);
        open("keys");
        List<KeyRow> unfinished = Scenes.unfinished();
        assertThat(unfinished).hasSizeGreaterThan(4);
        List<WebElement> cards = browser.driver().findElements(By.cssSelector("#baseten-unfinished [data-rotation]"));
        assertThat(cards).hasSameSizeAs(unfinished);
        assertThat(cards.get(0).getDomAttribute("data-phase"))
                .as("what waits for a person is first")
                .isEqualTo("STOPPED");
        int table = browser.driver()
                .findElement(By.id("baseten-keys"))
                .getLocation()
                .getY();
        assertThat(cards)
                .allSatisfy(card -> assertThat(card.getLocation().getY()).isLessThan(table));
        for (KeyRow row : unfinished) {
            WebElement card = cards.stream()
                    .filter(each -> row.id().toString().equals(each.getDomAttribute("data-rotation")))
                    .findFirst()
                    .orElseThrow();
            assertMarked(card, row);
        }
        for (KeyRow row : unfinished) {
            browser.open(jenkins.getURL() + row.url());
            assertMarked(
                    browser.driver().findElement(By.cssSelector("section[aria-labelledby=baseten-rotation]")), row);
        }
    }

    private static void assertMarked(WebElement part, KeyRow row) {
        List<WebElement> present = part.findElements(By.cssSelector("ol > li[aria-current=step]"));
        assertThat(present).as(row.id().toString()).hasSize(1);
        assertThat(present.get(0)
                        .findElement(By.className("baseten-line__word"))
                        .getText())
                .isEqualTo(row.state().word());
        // What is tried again is not stopped while it is tried, so the page itself must say what it was.
        String phase = part.getDomAttribute("data-phase") == null
                ? part.findElement(By.id("baseten-state")).getDomAttribute("data-phase")
                : part.getDomAttribute("data-phase");
        assertThat(present.get(0).getDomProperty("textContent").contains("(stopped)"))
                .as(row.id().toString())
                .isEqualTo(Phase.valueOf(phase).isHeldUp());
        assertThat(part.findElement(By.cssSelector("ol")).getDomAttribute("aria-label"))
                .isNotBlank();
    }

    @Test
    void theTableCanBeWalkedWithTheKeyboard() throws Exception {
        open("keys");
        Set<String> names = new LinkedHashSet<>();
        List<String> nameless = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            WebElement focused = tab();
            if (focused.getTagName().equals("body")) {
                break;
            }
            if (focused.getAccessibleName().isBlank()) {
                nameless.add(focused.getDomProperty("outerHTML"));
            }
            names.add(focused.getAccessibleName());
        }
        assertThat(nameless).isEmpty();
        assertThat(names).anyMatch(name -> name.startsWith("Credential"));
        assertThat(names).contains("Rotation policies", "Last used", "train-key", "deploy-key", "stopped-key");
    }

    @Test
    void theQuestionOfAButtonGivesTheFocusBack() throws Exception {
        open("history");
        String scene = "deploy-key";
        WebElement rotate = browser.see(By.id("baseten-rotate"));
        int before = Rotations.get().history(scenes.world(scene).id).size();
        while (!tab().equals(rotate)) {
            assertThat(browser.driver().switchTo().activeElement().getTagName()).isNotEqualTo("body");
        }
        for (Keys answer : List.of(Keys.ESCAPE, Keys.ENTER)) {
            browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
            WebElement ok = browser.see(By.cssSelector("dialog[open] [data-id=ok]"));
            assertThat(browser.driver()
                            .findElement(By.cssSelector("dialog[open]"))
                            .getAccessibleName())
                    .isEqualTo("Rotate now");
            assertThat(ok.getText()).isEqualTo("Rotate now");
            if (answer.equals(Keys.ESCAPE)) {
                browser.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
            } else {
                while (!"cancel".equals(tab().getDomAttribute("data-id"))) {
                    assertThat(ok.isDisplayed()).isTrue();
                }
                browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
            }
            Await.until(
                    "the button has the focus again",
                    () -> browser.driver().switchTo().activeElement().equals(rotate));
        }
        assertThat(Rotations.get().status(scenes.world(scene).id)).isEmpty();
        assertThat(Rotations.get().history(scenes.world(scene).id)).hasSize(before);
    }

    /** Moves the focus on by one element. */
    private static WebElement tab() {
        browser.driver().switchTo().activeElement().sendKeys(Keys.TAB);
        return browser.driver().switchTo().activeElement();
    }

    @Test
    void anEmptyTableLeadsToTheFormThatFillsIt() throws Exception {
        open("empty");
        browser.click(By.id("baseten-add"));
        browser.seeText("Add Credentials");
        assertThat(browser.driver().getCurrentUrl()).endsWith("/job/nothing/credentials/store/folder/domain/_/");
        open("no-policy");
        assertThat(browser.see(By.id("baseten-add-policy")).getDomProperty("href"))
                .endsWith("/manage/configure");
    }

    @Test
    void theDatesAreThoseOfBasetenAndAKeyThatNobodyUsesIsMarked() throws Exception {
        open("unused");
        assertThat(browser.see(By.id("baseten-facts")).getText())
                .containsPattern(
                        "Age\\s+200 days \\(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d [A-Z]{3,4}\\), according to Baseten")
                .containsPattern("Last used\\s+not used for 94 days \\(.*\\), according to Baseten");
        assertThat(browser.text()).contains("Not used for 94 days, according to Baseten;");
        open("no-policy");
        assertThat(browser.see(By.id("baseten-facts")).getText())
                .containsPattern("Age\\s+at least .*, according to this controller");
    }

    @Test
    void noPageHasATimeInAnotherForm() throws Exception {
        for (Map.Entry<String, String> page : scenes.pages().entrySet()) {
            open(page.getKey());
            assertThat(browser.text())
                    .as(page.getKey())
                    .doesNotContainPattern("\\d{4}-\\d\\d-\\d\\dT|\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d(?! [A-Z]{3})");
        }
    }
}
