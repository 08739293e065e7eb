package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusCommandTest {
  private static final String OAUTH_PROFILE =
      """
      {
        "version": 1,
        "current": "me",
        "profiles": {
          "me": {
            "remote_url": "https://app.baseten.co",
            "auth_type": "oauth"
          }
        }
      }
      """;

  @Fixture private World world;

  @Test
  void withoutAnyLoginItSaysHowToGetOne() {
    assertFails(
        world.run("auth", "status"),
        1,
        "not logged in; run 'baseten-ci auth login' or set BASETEN_API_KEY");
  }

  @Test
  void aRemoteAndAProfileOfOneNameThatDifferAreSaid() throws IOException {
    logIn();
    assertThat(world.run("auth", "status").err()).isEmpty();
    String trussrc = world.read(world.trussrc());

    world.trussrc(trussrc.replace(world.url(), "https://app.staging.baseten.co"));
    String urls =
        "(https://app.staging.baseten.co in the trussrc, "
            + world.url()
            + " in auth.json); log in again under that name, or give the two different names\n";
    String begin = "warning: the remote and the profile 'baseten' have different ";
    for (String line :
        new String[] {
          "auth status", "auth status --profile baseten", "auth status --remote baseten"
        }) {
      World.Run run = world.run(line.split(" "));
      assertThat(run.code()).isZero();
      assertThat(run.err()).isEqualTo(begin + "URLs " + urls);
    }

    world.trussrc(trussrc.replace(World.KEY, World.OTHER_KEY));
    assertThat(world.run("auth", "status").err())
        .isEqualTo(begin + "keys; log in again under that name, or give the two different names\n");
    world.trussrc(
        trussrc
            .replace(World.KEY, World.OTHER_KEY)
            .replace(world.url(), "https://app.staging.baseten.co"));
    assertThat(world.run("auth", "status").err()).isEqualTo(begin + "keys and URLs " + urls);
    world.trussrc(trussrc.replace(world.url(), world.url() + "/"));
    assertThat(world.run("auth", "status").err()).isEmpty();
  }

  @Test
  void aStoredLoginShowsNameRemoteTypeAndWhatBothToolsFind() {
    logIn();

    World.Run run = world.run("auth", "status");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            baseten
              Remote: %s
              Auth type: api_key
              Key: markerkey****
              truss    logged in as baseten (%s)
              baseten  logged in as baseten (%s)
            """
                .formatted(world.url(), world.trussrc(), world.authJson()));
  }

  @Test
  void aKeyFromTheEnvironmentIsNamedByItsVariable() {
    World.Run run = world.set("BASETEN_API_KEY", KEY).run("auth", "status");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("Using API key from BASETEN_API_KEY\n  Remote: " + world.url() + "\n")
        .contains("  truss    not logged in (", "  baseten  logged in (BASETEN_API_KEY)");
  }

  @Test
  void thePairIsWhatTrussUsesWhateverTheTrussrcHolds() {
    logIn();
    world
        .set("BASETEN_TRUSS_AUTH_API_KEY", OTHER_KEY)
        .set("BASETEN_TRUSS_AUTH_REMOTE_URL", "https://app.baseten.co");

    World.Run run = world.run("auth", "status");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("Using API key from BASETEN_TRUSS_AUTH_API_KEY\n")
        .contains("  truss    logged in (BASETEN_TRUSS_AUTH_API_KEY)");
  }

  @Test
  void aRemoteByNameBesideThePairIsUnusableForTruss() {
    logIn();
    world
        .set("BASETEN_TRUSS_AUTH_API_KEY", OTHER_KEY)
        .set("BASETEN_TRUSS_AUTH_REMOTE_URL", "https://app.baseten.co");

    World.Run run = world.run("auth", "status", "--remote", "baseten");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "  truss    unusable: truss takes no remote by name while BASETEN_TRUSS_AUTH_API_KEY"
                + " and BASETEN_TRUSS_AUTH_REMOTE_URL are set; unset both (")
        .contains("  baseten  logged in as baseten (");
  }

  @Test
  void theJsonResultHasTheFieldsOfBothGenerationsOfBasetenAndBothStores() {
    logIn();

    World.Run run = world.run("auth", "status", "-o", "jsonl");

    assertThat(run.out())
        .isEqualTo(
            "{\"profile\":\"baseten\",\"user\":\"baseten\",\"remote_url\":\"%1$s\",\"host\":\"%1$s\",\"auth_type\":\"api_key\","
                    .formatted(world.url())
                + "\"source\":\"current profile of auth.json\",\"key_prefix\":\"markerkey\","
                + "\"stores\":["
                + storeJson("truss", world.trussrc())
                + ","
                + storeJson("baseten", world.authJson())
                + "]}\n");
  }

  private String storeJson(String tool, Path file) {
    return ("{\"store\":\"%s\",\"name\":\"baseten\",\"state\":\"logged_in\",\"remote_url\":\"%s\","
            + "\"auth_type\":\"api_key\",\"source\":\"%s\"}")
        .formatted(tool, world.url(), file);
  }

  @Test
  void itAsksNoServer() {
    logIn();
    world.sandbox().clearRequests();

    world.run("auth", "status", "--explain");

    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void verifyShowsWhoseKeyItIs() {
    world.set("BASETEN_API_KEY", World.PERSONAL_KEY);

    World.Run run = world.run("auth", "status", "--verify");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("  Verified: admin@sandbox.example (acme)\n");
  }

  @Test
  void theJsonResultOfVerifySaysWhoseKeyItIs() {
    logIn();

    assertThat(world.run("auth", "status", "--verify", "-o", "jsonl").out())
        .contains("\"user\":\"baseten\"", "\"whoami\":{\"user_id\":\"svc_");
  }

  @ParameterizedTest
  @CsvSource({
    "-p one, one",
    "--remote-url https://one.test, one",
    "--remote-url https://two.test, two",
    "--remote-url https://two.test --remote two, two"
  })
  void theNameOrTheUrlChoosesTheLogin(String flags, String name) throws IOException {
    world.set("BASETEN_API_KEY", KEY);
    for (String each : new String[] {"one", "two", "three"}) {
      String[] more = {"--remote", each, "--remote-url", "https://" + each + ".test"};
      world.run("login", "--no-verify", "--no-switch", more[0], more[1], more[2], more[3]);
    }

    World.Run run = world.run(("auth status " + flags).split(" "));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith(name + "\n  Remote: https://" + name + ".test\n");
  }

  @Test
  void ofSeveralProfilesOfAUrlTheOneCountsThatTheOlderLayoutCallsActive() {
    world.set("BASETEN_API_KEY", KEY).run("login", "--label", "one");
    world.set("BASETEN_API_KEY", OTHER_KEY).run("login", "--label", "two");
    world.run("login", "--no-verify", "--remote", "far", "--remote-url", "https://far.test");
    world.unset("BASETEN_API_KEY");

    assertThat(world.run("auth", "status", "--remote-url", world.url()).out()).startsWith("two\n");

    world.run("auth", "switch", "--user", "one");
    world.run("auth", "switch", "--user", "far");
    assertThat(world.run("auth", "status", "--remote-url", world.url()).out()).startsWith("one\n");
  }

  @Test
  void aUrlThatNoLoginHasIsAnError() {
    logIn();

    assertFails(
        world.run("auth", "status", "--remote-url", "https://no.test"),
        1,
        "no login for https://no.test is stored; run 'baseten-ci profiles list'");
  }

  @Test
  void verifyFailsWith3WhenTheServerRefusesTheKey() {
    World.Run run =
        world.set("BASETEN_API_KEY", "unknown1.abcdefghijkl").run("auth", "status", "--verify");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("refused the key for GET /v1/users/me (HTTP 401)");
  }

  @Test
  void verifyIsNotSkippedWhereNoSingleLoginWins() throws IOException {
    world.trussrc(remote("one") + remote("two")).authJson(OAUTH_PROFILE.replace("me", "one"));
    world.set("BASETEN_PROFILE", "gone");

    assertThat(world.run("auth", "status", "--profile", "two", "--verify").code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--profile | profile 'no' (from --profile) not found; run 'baseten-ci auth login --profile no'",
        "--remote | remote 'no' (from --remote) not found in the trussrc; run 'baseten-ci auth login --remote no'"
      })
  void anUnknownNameIsAnErrorThatNamesIt(String flag, String sentence) {
    logIn();

    assertFails(world.run("auth", "status", flag, "no"), 1, sentence);
  }

  @Test
  void aProfileFromTheVariableNeverFallsThroughToTheCurrentOne() {
    world.set("BASETEN_API_KEY", KEY);
    world.run("login", "--store", "baseten");
    world.unset("BASETEN_API_KEY").set("BASETEN_PROFILE", "ci");

    assertFails(
        world.run("auth", "status"),
        1,
        "profile 'ci' (from BASETEN_PROFILE) not found; run 'baseten-ci auth login --profile ci'");
  }

  @Test
  void aToolThatIsLoggedInIsShownWithAWarningWhereNoSingleLoginWins() throws IOException {
    world.trussrc(remote("only")).set("BASETEN_PROFILE", "ci");

    World.Run run = world.run("auth", "status");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("  truss    logged in as only (");
    assertThat(run.err()).startsWith("warning: profile 'ci' (from BASETEN_PROFILE) not found;");
  }

  @Test
  void severalRemotesNeedAName() throws IOException {
    world.trussrc(remote("one") + remote("two"));

    assertFails(
        world.run("auth", "status"),
        2,
        "several remotes are stored (one, two); name one with --remote");
    assertThat(world.run("auth", "status", "--remote", "two").out()).startsWith("two\n");
  }

  @Test
  void aSectionWithoutAKeyIsNoLogin() throws IOException {
    world.trussrc(
        """
        [n]
        remote_provider = baseten
        remote_url = https://app.baseten.co
        """);

    assertFails(
        world.run("auth", "status"),
        1,
        "'n' is a login of type api_key whose key is not in the file; use the tool that made it, or"
            + " log in with an API key");
  }

  @Test
  void aSectionWithoutAUrlSaysWhatToAdd() throws IOException {
    world.trussrc(
        """
        [r]
        remote_provider = baseten
        api_key = abc.def
        """);

    assertFails(
        world.run("auth", "status"),
        1,
        "remote 'r' has no remote_url, without which truss cannot use it; log in again, or add"
            + " remote_url = https://app.baseten.co");
  }

  @Test
  void aBrowserLoginIsShownAndItsSecretIsNotLookedFor() throws IOException {
    World.Run run = world.authJson(OAUTH_PROFILE).run("auth", "status");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("me\n  Remote: https://app.baseten.co\n  Auth type: oauth\n")
        .contains("  baseten  logged in as me, secret in the system keyring (");
  }

  @Test
  void aTrussrcThatTrussCannotReadIsAnErrorWithItsLine() throws IOException {
    assertFails(
        world.trussrc("x = 1\n").run("auth", "status"),
        1,
        world.trussrc()
            + ": line 1 stands before the first [section] header; correct it, or move the file"
            + " away");
  }

  @Test
  void aPercentThatTrussCannotResolveIsAnErrorWithItsLine() throws IOException {
    assertFails(
        world.trussrc("[a]\nremote_url = x%y\n").run("auth", "status"),
        1,
        world.trussrc()
            + ": line 2 has a % that is followed by neither % nor (name)s; write %% for a percent;"
            + " correct it, or move the file away");
  }

  @Test
  void anAuthJsonThatBasetenCannotReadIsAnErrorNotAnEmptyStore() throws IOException {
    World.Run run = world.authJson("{").run("auth", "status");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(world.authJson() + ": ")
        .endsWith("; correct it, or move the file away\n")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "BASETEN_TRUSS_AUTH_API_KEY, BASETEN_TRUSS_AUTH_REMOTE_URL",
    "BASETEN_TRUSS_AUTH_REMOTE_URL, BASETEN_TRUSS_AUTH_API_KEY"
  })
  void halfThePairIsAnErrorThatNamesTheMissingHalf(String set, String missing) {
    logIn();

    assertFails(
        world.set(set, "https://app.baseten.co").run("auth", "status"),
        1,
        set + " is set but " + missing + " is not; set both or neither");
  }

  @Test
  void withoutHomeItNamesTheVariable() {
    assertFails(
        world.unset("HOME").run("auth", "status"),
        1,
        "HOME is not set, and .trussrc is looked for in it; set it, or set USER_TRUSSRC_PATH");
  }

  @Test
  void aRelativeConfigHomeIsRefusedAsBasetenDoes() {
    assertFails(
        world.set("XDG_CONFIG_HOME", "relative").run("auth", "status"),
        1,
        "XDG_CONFIG_HOME is a relative path, which baseten refuses; give a full path");
  }

  @Test
  void explainListsEverySourceAndMarksTheOneThatWins() {
    logIn();

    assertThat(world.run("auth", "status", "--explain").out())
        .endsWith(
            """
            Sources, in order:
              1. --profile                                                      not set
              2. --remote                                                       not set
              3. BASETEN_API_KEY                                                not set
              4. BASETEN_TRUSS_AUTH_API_KEY with BASETEN_TRUSS_AUTH_REMOTE_URL  not set
              5. BASETEN_API_KEY_FILE                                           not set
              6. BASETEN_PROFILE                                                not set
              7. current profile of auth.json                                   used
              8. only remote of the trussrc                                     set, not used
            """);
  }

  @Test
  void explainPrintsTheTableAlsoWhenNobodyIsLoggedIn() {
    World.Run run = world.run("auth", "status", "--explain");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("  truss    not logged in (", "  8. only remote of the trussrc ")
        .endsWith("not set (0 remotes are stored)\n")
        .doesNotContain("used");
    assertThat(run.err())
        .isEqualTo("not logged in; run 'baseten-ci auth login' or set BASETEN_API_KEY\n");
  }

  private void logIn() {
    World.Run run = world.set("BASETEN_API_KEY", KEY).run("login");
    assertThat(run.code()).as(run.err()).isZero();
    world.unset("BASETEN_API_KEY");
  }

  private static String remote(String name) {
    return """
    [%s]
    remote_provider = baseten
    remote_url = https://app.baseten.co
    auth_type = api_key
    api_key = abc.def

    """
        .formatted(name);
  }

  private static void assertFails(World.Run run, int code, String sentence) {
    assertThat(run.err()).isEqualTo(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }
}
