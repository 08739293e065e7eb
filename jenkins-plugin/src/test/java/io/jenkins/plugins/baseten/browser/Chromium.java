package io.jenkins.plugins.baseten.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.testing.Await;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real browser without a window. Tests that need one are skipped, and say so, on a machine that
 * has none.
 */
final class Chromium implements AutoCloseable {
    private static final Dimension WINDOW = new Dimension(1280, 900);

    private static final int TALL = 1600;

    private final ChromeDriver driver;
    private final Path profile;

    private Chromium(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /** Starts one with an empty profile, as a light theme shows pages. */
    static Chromium start() throws IOException {
        Optional<Path> browser = onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
        Optional<Path> chromedriver = onPath("chromedriver");
        assumeTrue(
                browser.isPresent() && chromedriver.isPresent(), "there is no chromium with its chromedriver on PATH");
        Path profile = Files.createTempDirectory("browser");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get().toFile());
        options.setCapability("goog:loggingPrefs", logs);
        // As root there is no sandbox, and a machine without network must not be asked for updates.
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                "--lang=en",
                "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get().toFile())
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(WINDOW);
        return new Chromium(driver, profile);
    }

    /** Gives the page this width, however wide a window may be at least. */
    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", WINDOW.getHeight(), "deviceScaleFactor", 1, "mobile", false));
    }

    /** Makes the page as wide as the window again. */
    void wholeWindow() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** Shows the page that is open in the dark theme, at once. */
    void darken() throws IOException {
        try (InputStream theme = Chromium.class.getResourceAsStream("/dark-theme.css")) {
            driver.executeScript(
                    "const sheet = new CSSStyleSheet(); sheet.replaceSync(arguments[0]);"
                            + " document.adoptedStyleSheets = [sheet]; document.documentElement.dataset.theme = 'dark'",
                    new String(theme.readAllBytes(), StandardCharsets.UTF_8) + "* {transition: none !important}");
        }
    }

    /** The driver itself, for what has no word here. */
    ChromeDriver driver() {
        return driver;
    }

    void open(String url) {
        driver.get(url);
    }

    /** Waits for an element that can be seen. */
    WebElement see(By by) {
        AtomicReference<WebElement> seen = new AtomicReference<>();
        Await.until(() -> by + " in " + driver.getCurrentUrl() + ": " + text(), () -> {
            try {
                List<WebElement> found = driver.findElements(by);
                if (!found.isEmpty() && found.get(0).isDisplayed()) {
                    seen.set(found.get(0));
                }
            } catch (StaleElementReferenceException e) {
                // The page follows a rotation, and has put another element in its place meanwhile.
            }
            return seen.get() != null;
        });
        return seen.get();
    }

    /** Clicks on an element as soon as it can be seen, also if the page replaces it meanwhile. */
    void click(By by) {
        Await.until(() -> by + " in " + driver.getCurrentUrl() + ": " + text(), () -> {
            try {
                see(by).click();
                return true;
            } catch (StaleElementReferenceException e) {
                return false;
            }
        });
    }

    /** Waits for a text anywhere in the page. */
    void seeText(String text) {
        Await.until(() -> "'" + text + "' in " + driver.getCurrentUrl() + ": " + text(), () -> text().contains(text));
    }

    /** What can be read in the page at this moment. */
    String text() {
        return String.valueOf(driver.executeScript("return document.body.innerText"));
    }

    /** What can be read in one element at this moment; empty if there is no such element. */
    String textOf(String id) {
        return String.valueOf(
                driver.executeScript("return document.getElementById(arguments[0])?.innerText ?? ''", id));
    }

    /** Logs in where users have their names as passwords. */
    void logIn(String root, String user) throws InterruptedException {
        open(root + "login");
        see(By.name("j_username")).sendKeys(user);
        driver.findElement(By.name("j_password")).sendKeys(user);
        driver.findElement(By.name("Submit")).click();
        see(By.cssSelector(
                "a[href*='/user/" + user + "'], [data-href*='/user/" + user + "'], #root-action-UserAction"));
    }

    /** What the browser complained about since the last time, for example a blocked script. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Keeps a picture of one element in {@code target/pictures}. */
    void pictureOf(String name, By by) throws Exception {
        driver.manage().window().setSize(new Dimension(WINDOW.getWidth(), TALL));
        WebElement element = see(by);
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        Files.write(directory().resolve(name + ".png"), SmallPng.of(element.getScreenshotAs(OutputType.BYTES)));
        driver.manage().window().setSize(WINDOW);
    }

    private static Path directory() throws IOException {
        return Files.createDirectories(Path.of("target", "pictures"));
    }

    /** Keeps a picture of the whole page at the width that it has, in {@code target/pictures}. */
    void wholePage(String name) throws IOException {
        String shown =
                (String) driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                        .get("data");
        Files.write(
                directory().resolve(name + ".png"),
                SmallPng.of(Base64.getDecoder().decode(shown)));
    }

    /** Keeps a picture of the window, as high as what it shows, in {@code target/pictures}. */
    void picture(String name) throws IOException {
        long height = ((Number) driver.executeScript(
                        "return Math.max(...[...document.querySelectorAll('#main-panel, .jenkins-dialog')]"
                                + ".map(e => e.getBoundingClientRect().bottom + window.scrollY))"))
                .longValue();
        driver.manage().window().setSize(new Dimension(WINDOW.getWidth(), (int)
                Math.max(400, Math.min(2400, height + 160))));
        Files.write(directory().resolve(name + ".png"), SmallPng.of(driver.getScreenshotAs(OutputType.BYTES)));
        driver.manage().window().setSize(WINDOW);
    }

    private static Optional<Path> onPath(String... names) {
        List<Path> directories = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return Stream.of(names)
                .flatMap(name -> directories.stream().map(directory -> directory.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        hudson.Util.deleteRecursive(profile.toFile());
    }
}
