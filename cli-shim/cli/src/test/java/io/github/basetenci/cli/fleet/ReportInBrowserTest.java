package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code fleet report --format html} as a browser shows it. */
@Tag("long")
class ReportInBrowserTest {
  private static final Path PICTURES = Path.of("target", "pictures");

  /** How far the page is wider than its window. */
  private static final String EXCESS =
      "const e = document.documentElement; return e.scrollWidth - e.clientWidth";

  /** The texts whose contrast is below that which the guidelines of the W3C ask for. */
  private static final String TEXTS_THAT_LACK_CONTRAST =
      """
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 1;
      const context = canvas.getContext('2d', {willReadFrequently: true});
      const base = matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
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
        return chain.reduce((below, each) => onto(below, getComputedStyle(each).backgroundColor), base);
      }
      function luminance(rgb) {
        const [r, g, b] = rgb.map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      }
      const found = [];
      let texts = 0;
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        const text = walker.currentNode.textContent.trim();
        if (!text) continue;
        texts++;
        const below = behind(element);
        const [low, high] = [luminance(below), luminance(onto(below, getComputedStyle(element).color))]
            .sort((a, b) => a - b);
        const contrast = (high + 0.05) / (low + 0.05);
        if (contrast < 4.5) found.push(contrast.toFixed(2) + ': ' + text);
      }
      return {texts, found, dark: luminance(behind(document.body)) < 0.1};
      """;

  @Fixture private World world;
  @TempDir private Path directory;

  @Test
  void itIsReadableInBothThemesAtBothWidthsAndScrollsNotSideways() throws Exception {
    Path page = Files.writeString(directory.resolve("report.html"), report());
    try (ReportBrowser browser = new ReportBrowser(directory)) {
      browser.open(page);
      for (String scheme : List.of("light", "dark")) {
        for (int width : List.of(1280, 500)) {
          String where = scheme + "-" + width;
          browser.show(width, scheme);

          browser.picture(PICTURES.resolve("fleet-report-" + where + ".png"));
          assertThat(browser.run(EXCESS)).as(where).isEqualTo(new JsonNumber("0"));
          JsonObject texts = (JsonObject) browser.run(TEXTS_THAT_LACK_CONTRAST);
          assertThat(texts.array("found")).as(where).isEmpty();
          assertThat(Integer.parseInt(((JsonNumber) texts.get("texts")).text())).isGreaterThan(100);
          assertThat(texts.get("dark")).isEqualTo(new JsonBoolean(scheme.equals("dark")));
        }
      }
      assertThat(browser.log()).isEqualTo(new JsonArray(List.of()));
    }
  }

  /** Keys in every state, long names, and targets of every kind. */
  private String report() throws Exception {
    world.set("MINTING", World.PERSONAL_KEY).unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
    String list =
        String.join(
            ",",
            key("personky", "minting", "PERSONAL", null, 400, 1),
            key("markerkey", "ci-deploy", "WORKSPACE_MANAGE_ALL", "Default", 44, 1),
            key(
                "otherkey",
                "nightly-evaluation-of-every-model-that-we-serve",
                "WORKSPACE_MANAGE_ALL",
                "Default",
                3,
                1),
            key("invokeky", "e2e-tests", "WORKSPACE_INVOKE", "Default", 200, 120),
            key("stranger", "somebody-made-this-by-hand", "WORKSPACE_MANAGE_ALL", "Default", 9, 2));
    world.sandbox().clearFaults();
    world
        .sandbox()
        .fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[" + list + "]}").times(9));
    world.sandbox().fault(Fault.status("GET", "/v1/organizations/me", 404, "{}").times(9));
    world
        .sandbox()
        .fault(
            Fault.status(
                    "GET", "/v1/access/trust_rules", 200, "{\"items\":[{\"id\":\"abcd1234\"}]}")
                .times(9));
    file("ci.key", World.KEY);
    file("old.key", World.OTHER_KEY);
    Files.writeString(
        world.home().resolve("fleet.yaml"),
        """
        version: 1
        workspaces:
          acme: {url: '%s', minting-key: {env: MINTING}}
          umbrella: {minting-key: {env: NOT_SET}}
        keys:
        - name: ci-deploy
          workspace: acme
          rotate-every: 30d
          targets:
          - github:acme/a-repository-with-a-long-name-that-nobody-can-type/BASETEN_API_KEY@production
          - file:ci.key
          - file:old.key
        - name: nightly-evaluation-of-every-model-that-we-serve
          workspace: acme
          targets: [file:none.key, 'command: vault kv put secret/ci/baseten/nightly key=-']
        - {name: e2e-tests, workspace: acme, rotated-by: jenkins}
        - {name: gone, workspace: acme, rotated-by: nobody}
        - {name: far, workspace: umbrella, targets: [trussrc:umbrella]}
        """
            .formatted(world.url()));
    return world.run("fleet", "report", "--format", "html").out();
  }

  private void file(String name, String key) throws Exception {
    Path file = Files.writeString(world.home().resolve(name), key);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String key(
      String prefix, String name, String type, String team, int age, int unused) {
    Instant now = Instant.now();
    return "{\"prefix\":\"%s\",\"name\":\"%s\",\"type\":\"%s\",\"team_name\":%s,\"created_at\":\"%s\",\"last_used_at\":\"%s\"}"
        .formatted(
            prefix,
            name,
            type,
            team == null ? "null" : "\"" + team + "\"",
            now.minus(Duration.ofDays(age)),
            now.minus(Duration.ofDays(unused)));
  }
}
