package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code auth login --browser}. */
class LoginByBrowserTest {
  private static final String AUTHORIZE = "/v1/users/auth/device/authorize";
  private static final String TOKEN = "/v1/users/auth/device/token";
  private static final String LOGOUT = "/v1/users/auth/logout";

  /** The tokens of the sandbox. */
  private static final Pattern SECRET = Pattern.compile("sbx-(access|refresh)-\\w+");

  @Fixture private World world;

  @BeforeEach
  void aPersonConfirms() {
    world.confirmsLogins();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--browser", "--web"})
  void bothFilesGetALoginOfTheirOwn(String flag) throws Exception {
    World.Run run = world.run("auth", "login", flag);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo("Logged in as admin@sandbox.example (acme) as profile baseten\n");
    assertThat(world.read(world.trussrc()))
        .matches(
            "\\[baseten]\nremote_provider = baseten\nremote_url = "
                + world.url()
                + "\nauth_type = oauth\noauth_access_token = sbx-access-\\w+\noauth_refresh_token ="
                + " sbx-refresh-\\w+\noauth_expires_at = \\d{10}\n\n");
    assertThat(world.read(world.authJson()))
        .contains("\"current\": \"baseten\"", "\"auth_type\": \"oauth\"")
        .containsPattern("\"access_token\": \"sbx-access-\\w+\"")
        .containsPattern("\"refresh_token\": \"sbx-refresh-\\w+\"")
        .containsPattern("\"expiry\": \"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"");
    assertThat(secrets(world.read(world.trussrc())))
        .hasSize(2)
        .doesNotContainAnyElementsOf(secrets(world.read(world.authJson())));
    assertThat(secrets(run.out() + run.err())).isEmpty();
    assertThat(paths())
        .containsExactly(AUTHORIZE, TOKEN, AUTHORIZE, TOKEN, "/v1/users/me", "/v1/users/me");
  }

  @Test
  void theAddressAndTheCodeAreOnStandardErrorAtEveryLogLevel() {
    List<String> opened = new ArrayList<>();
    world.browser(
        page -> {
          opened.add(page);
          world.sandbox().waitingLogins().forEach(world.sandbox()::approve);
          return false;
        });

    World.Run run = world.run("auth", "login", "--web", "--store", "truss", "--log", "W");

    String code = opened.get(0).replaceFirst(".*=", "");
    assertThat(run.err())
        .contains(
            "Visit " + world.url() + "/_sandbox/device?user_code=" + code + "\n",
            "Verification code: " + code + "\n",
            "Waiting for the confirmation; Ctrl-C ends the login.\n");
    assertThat(run.out())
        .isEqualTo("Logged in as admin@sandbox.example (acme) to remote baseten\n");
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void withTwoFilesItSaysForWhichToolTheCodeIs() {
    assertThat(world.run("login", "--browser").err())
        .contains(
            "Login for truss (1 of 2, because each tool renews tokens of its own):\n",
            "The browser opens; if it does not, visit " + world.url(),
            "Login for baseten (2 of 2, because each tool renews tokens of its own):\n");
  }

  @Test
  void theJsonResultIsThatOfAKeyWithItsType() {
    assertThat(world.run("login", "--browser", "-o", "jsonl").out())
        .matches(
            "\\{\"profile\":\"baseten\",\"user\":\"baseten\",\"user_id\":\"\\w+\",\"email\":\"admin@sandbox.example\",\"name\":\"Ada"
                + " Admin\",\"workspace_name\":\"acme\",\"remote\":\"baseten\",\"remote_url\":\"http:[^\"]+\",\"key_prefix\":\"\",\"source\":\"the"
                + " browser\",\"verified\":true,\"stores\":\\[\"truss\",\"baseten\"],\"auth_type\":\"oauth\"}\n");
  }

  @Test
  void itReplacesAKeyOfThatNameAndKeepsTheTeam() throws Exception {
    world.set("BASETEN_API_KEY", KEY).run("login", "--team", "ml");
    world.unset("BASETEN_API_KEY");

    World.Run run = world.run("login", "--browser");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("Replaced remote 'baseten'", "Replaced profile 'baseten'");
    assertThat(world.read(world.trussrc())).contains("team = ml\n").doesNotContain(KEY);
    assertThat(world.read(world.authJson())).doesNotContain(KEY);
  }

  @Test
  void aKeyInAVariableIsNotUsedAndThatIsSaid() {
    World.Run run = world.set("BASETEN_API_KEY", KEY).run("login", "--browser");

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("BASETEN_API_KEY is set: baseten uses it, and not this login, until it is unset");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--browser --with-api-key | --browser and --api-key-stdin are mutually exclusive",
        "--web --api-key k        | --browser and --api-key are mutually exclusive",
        "--web --trust-rule r     | --browser and --trust-rule are mutually exclusive",
        "--web --audience a       | --audience goes with a trust rule; name one with --trust-rule",
        "--web --label me         | --label goes with a key: a login by browser is not written for"
            + " baseten 0.1"
      })
  void whatDoesNotGoTogetherIsAUsageError(String flags, String sentence) throws Exception {
    World.Run run = world.run(("login " + flags).split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualTo(sentence + "\n");
    assertNothingStored();
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aPersonOnATerminalChoosesTheBrowser() {
    World.Run run = world.answers("1", "").run("login");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions())
        .containsExactly(
            "How do you want to log in? 1 browser, 2 API key: ", "Profile name [baseten]: ");
    assertThat(run.out()).startsWith("Logged in as admin@sandbox.example");
  }

  @Test
  void aPersonOnATerminalChoosesAKey() {
    World.Run run = world.answers("x", "2", "", KEY).run("login");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions())
        .containsExactly(
            "How do you want to log in? 1 browser, 2 API key: ",
            "answer 1 or 2\nHow do you want to log in? 1 browser, 2 API key: ",
            "Profile name [baseten]: ",
            "API key: ");
  }

  @Test
  void theFlagAsksNothing() {
    assertThat(world.answers().run("login", "--browser").code()).isZero();
    assertThat(world.answers().run("login", "--browser").code()).isZero();

    assertThat(world.questions()).isEmpty();
  }

  @Test
  void aDeniedLoginStoresNothing() throws Exception {
    world.browser(page -> world.sandbox().deny(page.substring(page.indexOf('=') + 1)));

    World.Run run = world.run("login", "--browser");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .containsPattern(
            "the login with the code \\S+ was denied in the browser; nothing was stored\n$");
    assertNothingStored();
  }

  @Test
  void aLoginThatNobodyConfirmsEndsWithItsCode() throws Exception {
    world.browser(page -> true);

    World.Run run = world.run("login", "--browser");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .containsPattern(
            "the login with the code \\S+ was not confirmed in time; log in again, and confirm it"
                + " in the browser\n$");
    assertNothingStored();
  }

  @Test
  void theTimeoutEndsTheWait() throws Exception {
    world.browser(page -> true);

    World.Run run = world.run("login", "--browser", "--timeout", "5");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("was not confirmed in time");
    assertThat(paths()).hasSizeLessThan(8);
    assertNothingStored();
  }

  @Test
  void aSecondLoginThatIsDeniedEndsTheFirst() throws Exception {
    List<String> pages = new ArrayList<>();
    world.browser(
        page -> {
          pages.add(page);
          String code = page.substring(page.indexOf('=') + 1);
          return pages.size() == 1 ? world.sandbox().approve(code) : world.sandbox().deny(code);
        });

    World.Run run = world.run("login", "--browser");

    assertThat(run.code()).isEqualTo(1);
    assertNothingStored();
    assertThat(world.sandbox().requests())
        .filteredOn(entry -> entry.path().equals(LOGOUT))
        .extracting(RequestEntry::status)
        .containsExactly(200);
  }

  @Test
  void anotherWorkspaceStoresNothingAndEndsTheSessions() throws Exception {
    World.Run run = world.run("login", "--browser", "--expect-workspace", "other");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("the access token belongs to workspace 'acme', not to 'other'");
    assertNothingStored();
    assertThat(paths()).filteredOn(LOGOUT::equals).hasSize(2);
  }

  @Test
  void aSessionThatCannotBeEndedIsSaid() {
    world.sandbox().fault(Fault.status("POST", LOGOUT, 500, "{}").times(9));

    assertThat(world.run("login", "--browser", "--expect-workspace", "other").err())
        .contains(
            "warning: the login that was confirmed for truss is not stored, and could not be ended"
                + " at the server: it stays valid at "
                + world.url()
                + " until it expires\n",
            "warning: the login that was confirmed for baseten is not stored, and could not be"
                + " ended at the server: it stays valid at "
                + world.url()
                + " until it expires\n");
  }

  @Test
  void twoUsersAreNotOneLogin() throws Exception {
    world
        .sandbox()
        .fault(Fault.status("GET", "/v1/users/me", 200, "{\"user_id\":\"u1\",\"email\":\"a@x\"}"));

    World.Run run = world.run("login", "--browser");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "the login of truss was confirmed by a@x and that of baseten by admin@sandbox.example;"
                + " log in again, and confirm both as one user\n");
    assertNothingStored();
  }

  @Test
  void anInterruptStoresNothing() throws Exception {
    world.browser(
        page -> {
          Thread.currentThread().interrupt();
          return true;
        });

    World.Run run = world.run("login", "--browser");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.code()).isEqualTo(130);
    assertThat(run.err())
        .endsWith("interrupted while waiting for the browser; nothing was stored\n");
    assertNothingStored();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {\"message\":\"no\"} | 6 | answered POST " + AUTHORIZE + " with HTTP 500: no",
        "404 | {\"message\":\"no\"} | 4 | found nothing for POST " + AUTHORIZE + " (HTTP 404): no",
        "200 | not json | 1 | answered POST " + AUTHORIZE + " with HTTP 200, but it is not JSON"
      })
  void aServerThatBeginsNoLoginIsAnError(int status, String body, int code, String sentence)
      throws Exception {
    world.sandbox().fault(Fault.status("POST", AUTHORIZE, status, body));

    World.Run run = world.run("login", "--browser");

    assertThat(run.code()).isEqualTo(code);
    assertThat(run.err()).contains(sentence);
    assertNothingStored();
  }

  @Test
  void aConnectionThatIsCutOnceDoesNotEndTheLogin() {
    world.sandbox().fault(Fault.of(Kind.CUT_BEFORE, "POST", TOKEN));

    assertThat(world.run("login", "--browser").code()).isZero();
  }

  @Test
  void whatTheServerSaysIsNeitherATerminalCodeNorATokenAndIsOneLine() {
    world
        .sandbox()
        .fault(
            Fault.status("POST", TOKEN, 400, "{\"error\":\"bad\\u001b]0;x\\u0007\\nline\"}")
                .headers(Map.of("Content-Type", "application/json")));

    World.Run run = world.run("login", "--browser");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).doesNotContain("\u001b", "\u0007").contains("was refused by the server");
  }

  @Test
  void whatTheStoresRefuseIsRefusedBeforeABrowserOpens() throws Exception {
    world.trussrc("[DEFAULT]\napi_key = a.b\n");

    World.Run run = world.run("login", "--browser");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("[DEFAULT] gives every remote api_key, which truss refuses");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  private void assertNothingStored() throws IOException {
    assertThat(Files.exists(world.trussrc())).isFalse();
    assertThat(Files.exists(world.authJson())).isFalse();
  }

  private List<String> paths() {
    return world.sandbox().requests().stream().map(RequestEntry::path).toList();
  }

  private static List<String> secrets(String text) {
    Matcher matcher = SECRET.matcher(text);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
