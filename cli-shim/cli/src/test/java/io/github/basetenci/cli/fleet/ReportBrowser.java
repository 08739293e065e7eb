package io.github.basetenci.cli.fleet;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.testing.Await;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A browser without a window, driven by the protocol of the W3C. Tests that need one are skipped,
 * and say so, on a machine that has none.
 */
final class ReportBrowser implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile(".*on port (\\d+).*");
  private static final int HEIGHT = 900;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final String base;

  /**
   * @param directory an empty one, for the browser's own files
   */
  ReportBrowser(Path directory) throws Exception {
    Optional<Path> browser = onPath("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = onPath("chromedriver");
    assumeTrue(
        browser.isPresent() && chromedriver.isPresent(),
        "there is no chromium with its chromedriver on PATH");
    ProcessBuilder builder = new ProcessBuilder(chromedriver.get().toString(), "--port=0");
    builder.environment().put("HOME", directory.toString());
    driver = builder.redirectErrorStream(true).start();
    String root = "http://127.0.0.1:" + port() + "/session";
    List<String> flags =
        List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--lang=en",
            "--user-data-dir=" + directory.resolve("profile"));
    JsonObject options =
        JsonObject.EMPTY
            .with("binary", browser.get().toString())
            .with("args", JsonValue.arrayOf(flags));
    JsonObject session =
        post(
            root,
            JsonObject.EMPTY.with(
                "capabilities",
                JsonObject.EMPTY.with(
                    "alwaysMatch",
                    JsonObject.EMPTY
                        .with("goog:chromeOptions", options)
                        .with("goog:loggingPrefs", JsonObject.EMPTY.with("browser", "ALL")))));
    base = root + "/" + session.object("value").string("sessionId");
  }

  /** The driver says which port it has taken. */
  private String port() throws IOException {
    BufferedReader said = driver.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.matches() && !port.group(1).equals("0")) {
        return port.group(1);
      }
    }
    throw new IOException("chromedriver says no port");
  }

  private static Optional<Path> onPath(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  void open(Path page) throws Exception {
    post(base + "/url", JsonObject.EMPTY.with("url", page.toUri().toString()));
  }

  /** Gives the page this width, and the colours that a reader prefers. */
  void show(int width, String scheme) throws Exception {
    command(
        "Emulation.setDeviceMetricsOverride",
        JsonObject.EMPTY
            .with("width", number(width))
            .with("height", number(HEIGHT))
            .with("deviceScaleFactor", number(1))
            .with("mobile", new JsonValue.JsonBoolean(false)));
    command(
        "Emulation.setEmulatedMedia",
        JsonObject.EMPTY.with(
            "features",
            new JsonArray(
                List.of(
                    JsonObject.EMPTY.with("name", "prefers-color-scheme").with("value", scheme)))));
  }

  /** What a script returns. */
  JsonValue run(String script) throws Exception {
    return post(
            base + "/execute/sync",
            JsonObject.EMPTY.with("script", script).with("args", new JsonArray(List.of())))
        .get("value");
  }

  /** What the browser has to say of the page, such as what its policy has kept out. */
  JsonValue log() throws Exception {
    return post(base + "/se/log", JsonObject.EMPTY.with("type", "browser")).get("value");
  }

  /** A picture of the whole page. */
  void picture(Path file) throws Exception {
    JsonObject answer =
        command(
            "Page.captureScreenshot",
            JsonObject.EMPTY
                .with("format", "png")
                .with("captureBeyondViewport", new JsonValue.JsonBoolean(true)));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(answer.string("data")));
  }

  private JsonObject command(String name, JsonObject parameters) throws Exception {
    return post(
            base + "/goog/cdp/execute",
            JsonObject.EMPTY.with("cmd", name).with("params", parameters))
        .object("value");
  }

  private static JsonNumber number(int number) {
    return new JsonNumber(Integer.toString(number));
  }

  private JsonObject post(String url, JsonObject body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .POST(HttpRequest.BodyPublishers.ofString(Json.compact(body)))
            .build();
    String answer = client.send(request, BodyHandlers.ofString()).body();
    JsonObject json = (JsonObject) Json.parse(answer);
    if (json.get("value") instanceof JsonObject value
        && value.get("error") instanceof JsonString error) {
      throw new IOException(error.value() + ": " + value.string("message"));
    }
    return json;
  }

  @Override
  public void close() throws Exception {
    client.send(
        HttpRequest.newBuilder(URI.create(base)).DELETE().build(), BodyHandlers.discarding());
    driver.descendants().forEach(ProcessHandle::destroyForcibly);
    driver.destroy();
    Await.exitCode(driver);
  }
}
