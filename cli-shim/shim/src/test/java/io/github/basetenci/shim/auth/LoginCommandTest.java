package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginCommandTest {
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @Test
  void loginWritesBothFilesInTheirOwnFormWithMode0600() throws IOException {
    World.Run run = world.run("auth", "login");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).matches("Logged in .* as profile baseten\n");
    assertThat(world.read(world.trussrc()))
        .isEqualTo(
            """
            [baseten]
            remote_provider = baseten
            remote_url = %s
            auth_type = api_key
            api_key = %s

            """
                .formatted(world.url(), KEY));
    assertThat(world.read(world.authJson()))
        .isEqualTo(
            """
            {
              "version": 1,
              "current": "baseten",
              "profiles": {
                "baseten": {
                  "remote_url": "%s",
                  "auth_type": "api_key",
                  "api_key": "%s"
                }
              }
            }
            """
                .formatted(world.url(), KEY));
    assertThat(mode(world.trussrc())).isEqualTo("rw-------");
    assertThat(mode(world.authJson())).isEqualTo("rw-------");
    assertThat(mode(world.authJson().getParent())).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "personal | login | Logged in as admin@sandbox.example (acme) as profile baseten",
        "personal | login --remote r --profile p | Logged in as admin@sandbox.example (acme) as"
            + " profile p",
        "personal | login --store truss | Logged in as admin@sandbox.example (acme) to remote"
            + " baseten",
        "team | login | Logged in with key markerkey**** (acme) as profile baseten",
        "team | login --no-verify | Logged in with key markerkey**** as profile baseten, not"
            + " verified",
        "invoke | login | Logged in with key invokeky**** as profile baseten"
      })
  void theTextNamesTheAccountTheWorkspaceAndTheName(String type, String line, String text) {
    Map<String, String> keys =
        Map.of("personal", World.PERSONAL_KEY, "team", KEY, "invoke", World.INVOKE_KEY);

    World.Run run = world.set("BASETEN_API_KEY", keys.get(type)).run(line.split(" "));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(text + "\n");
  }

  @Test
  void loginThenLogoutLeavesNoFile() throws IOException {
    assertThat(world.run("login").code()).isZero();

    World.Run run = world.run("logout");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("Logged out baseten\n");
    try (var files = Files.walk(world.home())) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void loginKeepsCommentsAndOtherRemotesAndLogoutGivesTheSameBytesBack() throws IOException {
    String before = "# ours\n[other]\nREMOTE_URL: https://app.baseten.co\n\nteam=x ; y\n";
    Files.writeString(world.trussrc(), before);

    assertThat(world.run("login", "--remote", "demo").code()).isZero();
    assertThat(world.read(world.trussrc())).startsWith(before).contains("[demo]");

    assertThat(world.run("logout", "--remote", "demo").code()).isZero();
    assertThat(world.read(world.trussrc())).isEqualTo(before);
  }

  @Test
  void aRefusedKeyStoresNothingAndExitsWith3() throws IOException {
    World.Run run = world.set("BASETEN_API_KEY", "unknown1.abcdefghijkl").run("login");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .endsWith(
            " refused the key for GET /v1/users/me (HTTP 401): Invalid API key; the key unknown1****"
                + " (from BASETEN_API_KEY) was revoked, is mistyped, or is one of another"
                + " installation\n")
        .doesNotContain("abcdefghijkl");
    assertNothingStored();
  }

  @Test
  void aKeyWithoutManagementRightsIsStoredWithAWarning() {
    World.Run run = world.set("BASETEN_API_KEY", World.INVOKE_KEY).run("login", "-o", "json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("no management rights");
    assertThat(run.out()).contains("\"verified\": false");
    assertThat(world.trussrc()).exists();
  }

  @Test
  void noVerifyAsksNoServer() {
    World.Run run = world.run("login", "--no-verify");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("not verified");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 401, 403, 404, 407})
  void aPageOfAProxyProvesNothingAndStoresNothing(int status) throws IOException {
    world
        .sandbox()
        .fault(
            Fault.status("GET", "/v1/users/me", status, "<h1>Blocked</h1> " + KEY)
                .headers(Map.of("Content-Type", "text/html")));

    World.Run run = world.run("login");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            " answered GET /v1/users/me with HTTP "
                + status
                + ", but that was not Baseten (\"Blocked ****\"); ");
    assertNothingStored();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 429, 500})
  void aServerErrorStoresNothing(int status) throws IOException {
    world
        .sandbox()
        .fault(Fault.status("GET", "/v1/users/me", status, "{\"message\":\"no\"}").times(99));

    World.Run run = world.run("login", "--timeout", "3");

    assertThat(run.code()).isEqualTo(status == 404 ? 4 : status == 500 ? 6 : 5);
    assertNothingStored();
  }

  @Test
  void theJsonResultHasTheFieldsOfBasetenAndMore() {
    World.Run run = world.run("login", "-o", "jsonl", "--profile", "ci");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("\"profile\":\"ci\"", "\"workspace_name\":\"acme\"", "\"stores\":[\"truss\"")
        .contains("\"source\":\"BASETEN_API_KEY\"", "\"key_prefix\":\"markerkey\"")
        .doesNotContain(KEY);
  }

  @Test
  void expectWorkspaceRefusesAnotherOne() throws IOException {
    World.Run run = world.run("login", "--expect-workspace", "elsewhere");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .endsWith(
            "the key belongs to workspace 'acme', not to 'elsewhere'; check which key this job was"
                + " given\n");
    assertNothingStored();
  }

  @Test
  void noSwitchLeavesTheCurrentProfile() throws IOException {
    world.run("login", "--remote", "one");

    assertThat(world.run("login", "--remote", "two", "--no-switch").code()).isZero();
    assertThat(world.read(world.authJson())).contains("\"current\": \"one\"", "\"two\": {");
  }

  @Test
  void storeTrussWritesTheTrussrcAlone() {
    assertThat(world.run("login", "--store", "truss").code()).isZero();
    assertThat(world.trussrc()).exists();
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void theKeyComesFromStandardInputBeforeTheVariable() throws IOException {
    World.Run run = world.runWithInput(OTHER_KEY + "\n", "login", "--with-api-key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.trussrc())).contains(OTHER_KEY).doesNotContain(KEY);
  }

  @Test
  void theKeyComesFromAFileWithItsLineBreakRemoved() throws IOException {
    Files.writeString(world.home().resolve("key"), OTHER_KEY + "\r\n");

    World.Run run = world.run("login", "--api-key-file", "key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.trussrc())).contains("api_key = " + OTHER_KEY + "\n");
  }

  @Test
  void theKeyInAnArgumentIsTakenWithAWarning() throws IOException {
    World.Run run = world.run("login", "--api-key", OTHER_KEY);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("process list").doesNotContain(OTHER_KEY);
    assertThat(world.read(world.trussrc())).contains(OTHER_KEY);
  }

  @Test
  void theUrlOfTheReplacedLoginIsKept() throws IOException {
    world.run("login");
    world.unset("BASETEN_REMOTE_URL");

    World.Run run = world.run("login");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("Keeping the remote URL " + world.url());
    assertThat(world.read(world.trussrc())).contains("remote_url = " + world.url());
  }

  @Test
  void theTeamIsWrittenAndKeptByTheNextLogin() throws IOException {
    world.run("login", "--team", "vision");
    assertThat(world.read(world.trussrc())).contains("team = vision\n");

    world.run("login");
    assertThat(world.read(world.trussrc())).contains("team = vision\n");
  }

  @Test
  void labelAlsoWritesTheOlderLayout() throws IOException {
    assertThat(world.run("login", "--label", "bot").code()).isZero();
    assertThat(world.read(world.authJson())).contains("\"hosts\"", "\"active_user\": \"bot\"");
  }

  private void assertNothingStored() throws IOException {
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
