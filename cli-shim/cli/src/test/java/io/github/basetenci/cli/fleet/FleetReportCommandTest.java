package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetReportCommandTest {
  private static final String MINTING = "minterky.0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final String PASTED = "b10_abcdefgh.01234567890123456789012345678901";

  @Fixture private World world;

  @BeforeEach
  void begin() throws Exception {
    world.set("MINTING", MINTING).unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
    fleet("- {name: ci, rotate-every: 30d, targets: [github:acme/web/KEY, file:ci.key]}");
    lists("ci");
  }

  @Test
  void theMarkdownHasTheFindingsAndEveryKey() {
    World.Run run = world.run("fleet", "report");

    assertThat(run.out())
        .matches(
            """
            ## Baseten keys

            Of 1 key and 2 targets: 1 due, 1 drifted\\. \\(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\)

            \\| what \\| key \\| \\|
            \\|---\\|---\\|---\\|
            \\| due \\| ci \\| is due since 2026-10-31 \\|
            \\| drift \\| ci \\| file:\\S+ci.key has no key \\|
            \\| note \\| ci \\| 1 of 2 targets do not tell which key they have, as GitHub secrets and commands \\|

            \\| key \\| prefix \\| age \\| last used \\| due \\| targets \\| state \\|
            \\|---\\|---\\|---\\|---\\|---\\|---\\|---\\|
            \\| ci \\| markerkey \\| \\d+ days \\| 2026-11-01 \\| 2026-10-31 \\| 1 of 2 \\| drifted \\|
            """);
  }

  @Test
  void thePageNeedsNothingElseAndRunsNothing() {
    String page = world.run("fleet", "report", "--format", "html").out();

    assertThat(page)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .endsWith("</html>\n")
        .contains(
            "content=\"default-src 'none'; style-src 'unsafe-inline'\"",
            "prefers-color-scheme: dark",
            "<td data-label=\"State\" class=\"drifted\">drifted</td>",
            "<td data-label=\"Target\">github:acme/web/KEY</td><td data-label=\"Has\">does not"
                + " tell</td>")
        .doesNotContain("<script", "<link", "<img", "src=", "href=", "url(", "@import", "http:");
    assertThat(tags(page)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</td></tr></table><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "\\\" style=\\\"x",
        "a | b | [click](https://evil.example) ![x](https://evil.example/p.png) `code` **b** @all",
        "line\\none\\u2028two\\u0000three\\u202e",
        "&lt;b&gt; &amp;",
        PASTED
      })
  void aHostileNameIsTextEverywhere(String name) throws Exception {
    lists(name);
    fleet("- {name: ci, targets: [file:ci.key]}");

    String page = world.run("fleet", "report", "--format", "html").out();
    String markdown = world.run("fleet", "report").out();
    String json = world.run("fleet", "report", "--format", "json").out();

    assertThat(tags(page)).isEmpty();
    assertThat(page).doesNotContain("<script", "<img", "onerror=alert(1)>").doesNotContain(PASTED);
    for (String line : markdown.split("\n")) {
      if (line.startsWith("|") && line.contains("drift |")) {
        assertThat(line.replaceAll("\\\\.", "").chars().filter(c -> c == '|')).hasSize(4);
        assertThat(line.replaceAll("\\\\.", "")).doesNotContain("[", "`", "**", "<", "!");
      }
    }
    assertThat(markdown).doesNotContain(PASTED, "@all");
    assertThat(json).doesNotContain(PASTED);
    assertThat(Json.parse(json)).isInstanceOf(JsonObject.class);
    assertThat(new JsonString(name)).isNotNull();
  }

  @Test
  void theJsonReportIsTheResultOfThePlan() throws Exception {
    String report = world.run("fleet", "report", "--format", "json").out();
    lists("ci");

    assertThat(report.replaceFirst("\"at\": \"[^\"]*\"", ""))
        .isEqualTo(
            world.run("fleet", "plan", "-o", "json").out().replaceFirst("\"at\": \"[^\"]*\"", ""));
  }

  @ParameterizedTest
  @CsvSource({"md,-o,json", "html,-q,.at"})
  void aFormatThatIsNoJsonGoesWithNoFilter(String format, String flag, String value) {
    World.Run run = world.run("fleet", "report", "--format", format, flag, value);

    assertThat(run.err()).isEqualTo("--format " + format + " is no JSON; leave out -o and --jq\n");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void aWorkspaceThatCannotBeAskedIsInTheReport() {
    world.sandbox().clearFaults();

    World.Run run = world.run("fleet", "report");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out())
        .contains(
            "| problem | acme | could not be asked: ", "| ci | - | - | - | - | 2 | unknown |");
  }

  /** The tags and attributes that the page itself never writes. */
  private static List<String> tags(String page) {
    return Pattern.compile(
            "<(?!/?(?:html|head|body|meta|title|style|h1|h2|p|time|table|thead|tbody|tr|th|td)\\b[^<>]*>|!DOCTYPE html>)[^\n]{0,40}")
        .matcher(page)
        .results()
        .map(found -> found.group())
        .toList();
  }

  private void fleet(String keys) throws Exception {
    Files.writeString(
        world.home().resolve("fleet.yaml"),
        "version: 1\nworkspaces:\n  acme: {url: '%s', minting-key: {env: MINTING}}\nkeys:\n%s\n"
            .formatted(world.url(), keys));
  }

  /** Lets the server list the key {@code ci} and, with another name, a second one. */
  private void lists(String name) {
    world.sandbox().clearFaults();
    String key =
        "{\"prefix\":\"%s\",\"type\":\"WORKSPACE_MANAGE_ALL\",\"name\":\"%s\",\"team_name\":\"Default\","
            + "\"created_at\":\"2026-10-01T00:00:00Z\",\"last_used_at\":\"2026-11-01T00:00:00Z\"}";
    String keys = key.formatted("markerkey", "ci");
    if (!name.equals("ci")) {
      keys += "," + key.formatted("otherkey", name);
    }
    world
        .sandbox()
        .fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[" + keys + "]}").times(9));
    world.sandbox().fault(Fault.status("GET", "/v1/access/trust_rules", 404, "{}").times(9));
    world.sandbox().fault(Fault.status("GET", "/v1/organizations/me", 404, "{}").times(9));
  }
}
