package io.github.basetenci.shim.doctor;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.doctor.Place.URL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
  @Fixture private World world;
  private Place place;

  @BeforeEach
  void begin() throws IOException {
    place = Place.loggedIn(world);
  }

  private void assertClean() throws Exception {
    assertThat(place.findings()).isEmpty();
    World.Run run = place.run("--strict");
    assertThat(run.code()).isZero();
    assertThat(run.out()).endsWith("\nNo problem found.\n");
  }

  @Test
  void aLoginInBothFilesIsClean() throws Exception {
    assertClean();
  }

  @Test
  void theSameKeyInTheVariableToo() throws Exception {
    place.set("BASETEN_API_KEY", KEY);
    assertClean();
  }

  @Test
  void aPairWithoutATrussrcIsClean() throws Exception {
    place.loggedOut().pair(KEY, URL).set("BASETEN_API_KEY", KEY);
    assertClean();
  }

  @Test
  void aMountedKeyFileIsClean() throws Exception {
    Path file = Files.writeString(world.home().resolve("secret"), KEY + "\n");
    place.loggedOut().set("BASETEN_API_KEY_FILE", file.toString());
    assertClean();
  }

  @Test
  void aTeamKeyInACiJobThatDeploysIsClean() throws Exception {
    Files.writeString(
        Files.createDirectories(world.home().resolve("models/llm")).resolve("config.yaml"), "");
    place.set("CI", "true").set("BASETEN_API_KEY", KEY);
    assertClean();
  }

  @Test
  void todaysToolsAreClean() throws Exception {
    place.tool("truss", "echo truss, version 0.18.36").tool("baseten", "echo 0.3.0");
    assertClean();
  }

  @Test
  void theTextNamesEveryPartOfThePlace() throws Exception {
    place.tool("truss", "echo truss, version 0.18.20").set("BASETEN_API_KEY", KEY);

    assertThat(place.run().out())
        .contains(
            "  truss       key markerkey****, "
                + URL
                + ", from remote 'baseten' in "
                + world.home())
        .contains("  baseten     key markerkey****, " + URL + ", from BASETEN_API_KEY\n")
        .containsPattern("2\\. BASETEN_TRUST_RULE +not set")
        .containsPattern("3\\. BASETEN_API_KEY +used")
        .containsPattern("7\\. current profile of auth.json +set, not used")
        .contains(world.trussrc() + ", mode 0600 in a directory of mode 0700, owner ")
        .contains("    remote 'baseten': " + URL + ", api_key, key markerkey****\n")
        .contains("profile 'baseten': " + URL + ", api_key, key markerkey****, current\n")
        .contains("\n  BASETEN_API_KEY\n")
        .contains("  truss       0.18.20, " + world.home().resolve("bin/truss") + "\n")
        .contains("ignores BASETEN_TRUSS_AUTH_API_KEY and BASETEN_TRUSS_AUTH_REMOTE_URL")
        .contains("  baseten     not there\n")
        .contains("HTTP 200, key markerkey**** of truss, baseten, baseten-ci, type")
        .contains("no proxy, clocks agree\n");
  }

  @Test
  void aTrustRuleInAVariableComesBeforeEveryKeyWhenLoggingIn() throws Exception {
    place.set("BASETEN_TRUST_RULE", "abcd1234").set("BASETEN_API_KEY", KEY);

    assertThat(place.run().out())
        .containsPattern(
            "2\\. BASETEN_TRUST_RULE +used \\(without a key, by the identity of the job\\)")
        .containsPattern("3\\. BASETEN_API_KEY +set, not used");
  }

  @Test
  void theJsonHasTheSameParts() throws Exception {
    place.set("BASETEN_PROFILE", "nobody");

    JsonObject json = (JsonObject) Json.parse(place.run("-o", "json").out());

    assertThat(json.members())
        .containsOnlyKeys(
            "findings",
            "resolution",
            "files",
            "variables",
            "tools",
            "keyring",
            "servers",
            "not_checked");
    JsonObject finding = (JsonObject) json.array("findings").get(0);
    assertThat(finding.members()).containsOnlyKeys("id", "severity", "message", "advice", "path");
    assertThat(finding.string("path")).isEqualTo(world.authJson().toString());
    assertThat(json.object("resolution").array("found")).hasSize(3);
    assertThat(((JsonObject) json.array("servers").get(0)).string("key_type"))
        .isEqualTo("WORKSPACE_MANAGE_ALL");
  }

  @Test
  void jsonlIsOneLine() {
    assertThat(place.run("-o", "jsonl").out()).hasLineCount(1).startsWith("{\"findings\":[],");
    assertThat(place.run("-o", "none").out()).isEmpty();
  }

  @Test
  void offlineAsksNoServerAndSaysSo() {
    world.sandbox().clearRequests();

    assertThat(place.run("--offline").out())
        .contains("Servers were not asked, because of --offline.")
        .endsWith("\nNo problem found.\n");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void eachKeyIsTriedOnceWhoeverUsesIt() {
    place.set("BASETEN_API_KEY", World.OTHER_KEY);
    world.sandbox().clearRequests();
    place.run();

    assertThat(world.sandbox().requests())
        .filteredOn(request -> request.path().equals("/v1/users/me"))
        .extracting(request -> request.keyPrefix())
        .containsExactlyInAnyOrder("markerkey", "otherkey");
  }

  @Test
  void withoutAKeyTheServerIsAskedWithoutOne() throws Exception {
    place.loggedOut();
    world.sandbox().clearRequests();

    assertThat(place.run().out()).contains("HTTP 401, asked without a key");
    assertThat(world.sandbox().requests()).hasSize(1);
  }

  @Test
  void toolsAreAskedWithoutTheKeysAndWithoutTheirOutputBelieved() throws Exception {
    place
        .tool(
            "truss",
            "env > '" + world.home() + "/seen'; echo 'truss, version 0.18.36'; echo oops >&2")
        .set("PATH", world.home().resolve("bin") + ":/usr/bin:/bin")
        .set("BASETEN_API_KEY", KEY)
        .pair(KEY, URL);

    World.Run run = place.run();

    assertThat(run.out()).contains("  truss       0.18.36, ");
    assertThat(run.err()).doesNotContain("oops");
    assertThat(world.home().resolve("seen"))
        .content()
        .contains("HOME=" + world.home(), "TRUSS_NO_UPDATE_CHECK=1")
        .doesNotContain("BASETEN", "markerkey");
  }

  @Test
  void aToolThatIsNotAskedForIsNotRun() throws Exception {
    place.tool("truss", "echo truss, version 0.18.36").set("PATH", "bin:.:");

    assertThat(place.run().out()).contains("  truss       not there\n");
  }

  @Test
  void aTrussThatIgnoresThePairIsShownWithTheTrussrc() throws Exception {
    place.pair(World.OTHER_KEY, URL).tool("truss", "echo truss, version 0.18.25");
    assertThat(place.run("--offline").out())
        .contains("  truss       key markerkey****, " + URL + ", from remote 'baseten' in ");

    place.tool("truss", "echo truss, version 0.18.26");
    assertThat(place.run("--offline").out())
        .contains("  truss       key otherkey****, " + URL + ", from BASETEN_TRUSS_AUTH_API_KEY\n");
  }

  @Test
  void aNameInAFileCannotWriteToTheTerminal() throws Exception {
    place.trussrc(text -> text + "[\u001b[31mred]\nteam = x\n");

    World.Run run = place.run("--offline");

    assertThat(run.out() + run.err()).doesNotContain("\u001b").contains("\\u001B[31mred");
  }

  @Test
  void aKeyInTheWrongPlaceIsNotShown() throws Exception {
    String stray = "straykey.0123456789ABCDEFGHIJKLMNOPQRSTUV";
    place
        .set("BASETEN_PROFILE", stray)
        .set("BASETEN_REMOTE_URL", stray)
        .set("BASETEN_CONFIG_DIR", world.home().resolve(stray).toString())
        .trussrc(
            text -> text + "[" + stray + "]\nremote_url = " + stray + "\nauth_type = " + stray);

    for (String format : List.of("text", "json")) {
      World.Run run = place.run("-o", format, "--offline");
      for (String form : Place.forms(stray)) {
        assertThat(run.out() + run.err()).doesNotContain(form);
      }
    }
  }

  @Test
  void nothingIsWritten() throws Exception {
    place.tool("truss", "echo truss, version 0.18.36");
    Map<Path, String> before = tree();

    place.run();

    assertThat(tree()).isEqualTo(before);
  }

  private Map<Path, String> tree() throws IOException {
    Map<Path, String> tree = new TreeMap<>();
    try (var files = Files.walk(world.home())) {
      for (Path file : files.toList()) {
        tree.put(
            file,
            Files.getLastModifiedTime(file)
                + (Files.isRegularFile(file) ? Files.readString(file) : ""));
      }
    }
    return tree;
  }
}
