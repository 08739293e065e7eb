package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogoutCommandTest {
  private static final String OAUTH_REMOTE =
      """
      [me]
      remote_provider = baseten
      remote_url = https://app.baseten.co
      auth_type = oauth

      """;

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
  void logoutRemovesTheCurrentLoginFromBothFilesAndAsksNoServer() {
    logIn();
    world.sandbox().clearRequests();

    World.Run run = world.run("auth", "logout");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("Logged out baseten\n");
    assertThat(run.err())
        .isEqualTo(
            "Removed remote 'baseten' from %s.\nRemoved profile 'baseten' from %s.\n"
                .formatted(world.trussrc(), world.authJson()));
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
    assertThat(world.sandbox().requests()).isEmpty();
    assertThat(world.sandbox().accepts(KEY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth logout", "auth logout --all", "auth switch --profile other"})
  void whatTheNewerBasetenKeepsBesideTheProfilesStays(String command) throws IOException {
    String more =
        "\"harness_routes_keys\": {\n    \"5f1c\": \"b10_routes00.secret\"\n  },\n  \"of_tomorrow\": [\n    1\n  ]";
    logIn();
    logIn("--profile", "other", "--remote", "other", "--no-switch");
    Files.writeString(
        world.authJson(),
        world
            .read(world.authJson())
            .replaceFirst("\"version\": 1,", "\"version\": 1,\n  " + more + ","));

    World.Run run = world.run(command.split(" "));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.authJson())).contains(more);
    logIn();
    assertThat(world.read(world.authJson())).contains(more);
    assertThat(run.out() + run.err()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--label bot", "--label bot --profile ci", "--label bot --remote ci"})
  void logoutRemovesTheOlderLayoutOfTheSameLoginToo(String flags) {
    logIn(flags.split(" "));

    assertThat(world.run("auth", "logout").code()).isZero();

    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void logoutKeepsOtherUsersOfTheOlderLayout() throws IOException {
    logIn("--label", "bot");
    world.set("BASETEN_API_KEY", OTHER_KEY).run("login", "--label", "other");

    world.run("auth", "logout", "--profile", "bot");

    assertThat(world.read(world.authJson())).contains(OTHER_KEY, "\"users\"").doesNotContain(KEY);
  }

  @Test
  void logoutKeepsTheOlderLayoutOfAnotherProfileWithTheSameKey() throws IOException {
    logIn("--label", "bot");
    logIn("--profile", "ci");

    world.run("auth", "logout", "--profile", "ci");

    assertThat(world.read(world.authJson())).contains("\"active_user\": \"bot\"", "\"bot\": {");
  }

  @Test
  void theJsonResultNamesWhatWasRemoved() {
    logIn("--remote", "r", "--profile", "p");

    assertThat(world.run("logout", "-o", "jsonl").out())
        .isEqualTo(
            "{\"profile\":\"p\",\"user\":\"p\",\"remotes\":[\"r\"],\"profiles\":[\"p\"],\"revoked\":[]}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--remote, not logged in: remote 'x' not found",
    "--profile, not logged in: profile 'x' not found"
  })
  void anUnknownNameIsAnErrorThatNamesItAndChangesNothing(String flag, String sentence)
      throws IOException {
    logIn();
    String trussrc = world.read(world.trussrc());

    assertFails(world.run("auth", "logout", flag, "x"), 1, sentence);
    assertThat(world.read(world.trussrc())).isEqualTo(trussrc);
  }

  @Test
  void theSectionOfDefaultsIsNoRemoteToLogOutOf() throws IOException {
    world.trussrc("[DEFAULT]\nteam = t\n");

    assertFails(
        world.run("auth", "logout", "--remote", "DEFAULT"),
        1,
        "not logged in: remote 'DEFAULT' not found");
    assertThat(world.read(world.trussrc())).isEqualTo("[DEFAULT]\nteam = t\n");
  }

  @Test
  void withNothingStoredItSaysSo() {
    assertFails(world.run("auth", "logout"), 1, "nothing to log out of: no login is stored");
    assertFails(
        world.run("auth", "logout", "--all"), 1, "nothing to log out of: no login is stored");
  }

  @Test
  void severalRemotesNeedANameOrAll() {
    logIn("--remote", "one", "--store", "truss");
    logIn("--remote", "two", "--store", "truss");

    assertFails(
        world.run("auth", "logout"),
        2,
        "several remotes are stored (one, two); name one with --remote, or pass --all");
    assertThat(world.run("auth", "logout", "--all").code()).isZero();
    assertThat(world.trussrc()).doesNotExist();
  }

  @Test
  void withoutACurrentProfileItNeedsAName() {
    logIn("--profile", "one", "--store", "baseten", "--no-switch");

    assertFails(
        world.run("auth", "logout"),
        2,
        "no profile is current; name one with --profile (one), or pass --all");
    assertThat(world.run("auth", "logout", "--profile", "one").out()).isEqualTo("Logged out one\n");
  }

  @Test
  void allNamesEveryLogin() {
    logIn("--remote", "one");
    logIn("--remote", "two");
    logIn("--remote", "three", "--profile", "drei");
    logIn("--remote", "four", "--store", "truss");
    logIn("--profile", "five", "--store", "baseten");

    assertThat(world.run("auth", "logout", "--all").out())
        .isEqualTo("Logged out one, two, three, four, drei, five\n");
  }

  /** Two profiles of one key: which of them a remote of another name belongs to cannot be told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--remote r --label a | --remote s --label b | --profile a | remote | r s",
        "--label a | --label b | --profile a | remote | baseten",
        "--remote r --profile a | --remote r --profile b | --profile b | remote | r",
        "--remote r --profile a | --remote s --profile b | --remote r | profile | a b",
        "--remote r --profile a | --remote s --profile a | --remote s | profile | a"
      })
  void whatMayBelongToAnotherLoginStaysAndIsNamed(
      String first, String second, String which, String kind, String names) throws IOException {
    logIn(first.split(" "));
    logIn(second.split(" "));

    World.Run run = world.run(("auth logout --log warning " + which).split(" "));

    assertThat(run.code()).isZero();
    StringBuilder said = new StringBuilder();
    for (String name : names.split(" ")) {
      said.append(
          "warning: %1$s '%2$s' has the same key and stays, since it may belong to another login; remove it with 'baseten-ci auth logout --%1$s %2$s'\n"
              .formatted(kind, name));
      String store =
          kind.equals("remote") ? world.read(world.trussrc()) : world.read(world.authJson());
      assertThat(store).contains(kind.equals("remote") ? "[" + name + "]" : "\"" + name + "\": {");
    }
    assertThat(run.err()).isEqualTo(said.toString());
  }

  @Test
  void aLoginOfTwoNamesGoesWholeBesideALoginOfOneNameWithTheSameKey() throws IOException {
    logIn("--remote", "r", "--profile", "p");
    logIn("--remote", "both");

    World.Run run = world.run("auth", "logout", "--profile", "p", "--log", "warning");

    assertThat(run.err()).isEmpty();
    assertThat(world.read(world.trussrc())).contains("[both]").doesNotContain("[r]");
    assertThat(world.read(world.authJson())).contains("\"both\": {").doesNotContain("\"p\": {");
  }

  @Test
  void allGoesWithNoName() {
    logIn();

    assertFails(
        world.run("auth", "logout", "--all", "--remote", "baseten"),
        2,
        "--all goes with none of --profile, --remote and --remote-url");
    assertThat(world.trussrc()).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://one.test | Logged out one",
        "https://two.test | Logged out b",
        "https://three.test | several remotes belong to https://three.test (c, d); name one with --remote",
        "https://four.test | no login for https://four.test is stored; run 'baseten-ci profiles list'"
      })
  void theUrlChoosesTheLogin(String url, String said) {
    logIn("--no-verify", "--remote", "one", "--remote-url", "https://one.test", "--no-switch");
    logIn(
        "--no-verify", "--profile", "a", "--remote-url", "https://two.test", "--store", "baseten");
    logIn(
        "--no-verify", "--profile", "b", "--remote-url", "https://two.test", "--store", "baseten");
    logIn("--no-verify", "--remote", "c", "--remote-url", "https://three.test", "--store", "truss");
    logIn("--no-verify", "--remote", "d", "--remote-url", "https://three.test", "--store", "truss");

    World.Run run = world.run("logout", "--remote-url", url, "--log", "warning");

    assertThat(run.out() + run.err()).isEqualTo(said + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--all, Log out of every remote and every profile? [y/N] ",
    "--revoke-key, Log out and delete the key for everybody? [y/N] ",
    "--all --revoke-key, Log out of every remote and every profile and delete the key for everybody? [y/N] "
  })
  void onATerminalItAsksBeforeMoreEndsThanOneLoginHere(String flags, String question)
      throws IOException {
    logIn();
    String before = world.read(world.trussrc());
    String[] line = ("auth logout " + flags).split(" ");

    assertFails(
        world.answers("n").run(line),
        2,
        "not logged out; pass --force to do it without a question");
    assertThat(world.questions()).containsExactly(question.strip() + " ");
    assertFails(world.answers().run(line), 130, "Canceled.");
    assertThat(world.read(world.trussrc())).isEqualTo(before);
    assertThat(world.sandbox().accepts(KEY)).isTrue();

    assertThat(world.answers("y").run(line).code()).isZero();
    assertThat(world.trussrc()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-f", "-p baseten", "-p baseten -f", "--all -f", "--all --force"})
  void otherwiseNothingIsAsked(String flags) {
    logIn();

    assertThat(world.answers().run(("auth logout " + flags).strip().split(" ")).code()).isZero();
    assertThat(world.questions()).isEmpty();
    assertThat(world.trussrc()).doesNotExist();
  }

  @Test
  void noOtherProfileBecomesCurrent() throws IOException {
    logIn("--remote", "one");
    logIn("--remote", "two");

    world.run("auth", "logout");

    assertThat(world.read(world.authJson())).contains("\"one\": {").doesNotContain("current");
  }

  @Test
  void theVariablesDoNotChooseWhatIsRemoved() throws IOException {
    logIn("--remote", "one");
    logIn("--remote", "two");
    world.set("BASETEN_PROFILE", "one").set("BASETEN_API_KEY", OTHER_KEY);

    assertThat(world.run("auth", "logout").out()).isEqualTo("Logged out two\n");
    assertThat(world.read(world.trussrc())).contains("[one]").doesNotContain("[two]");
  }

  @Test
  void thePairDoesNotKeepAStoredLoginFromBeingRemoved() {
    logIn();
    world
        .set("BASETEN_TRUSS_AUTH_API_KEY", OTHER_KEY)
        .set("BASETEN_TRUSS_AUTH_REMOTE_URL", "https://app.baseten.co");

    assertThat(world.run("auth", "logout").out()).isEqualTo("Logged out baseten\n");
    assertThat(world.trussrc()).doesNotExist();
  }

  @Test
  void aSectionWhoseKeyIsInAKeyringOrNowhereIsRemoved() throws IOException {
    world.trussrc("[k]\nremote_url = https://app.baseten.co\nauth_type = api_key\n");

    assertThat(world.run("auth", "logout", "--remote", "k").out()).isEqualTo("Logged out k\n");
    assertThat(world.trussrc()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--remote me", "--all", "--all --revoke-key"})
  void aBrowserLoginWhoseTokensAreNotInTheTrussrcIsRemovedAndThatIsSaid(String flags)
      throws IOException {
    World.Run run = world.trussrc(OAUTH_REMOTE).run(("auth logout " + flags).split(" "));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "warning: the session of remote 'me' could not be ended at the server: ",
            "warning: the secret of remote 'me' may still be in the system keyring: ");
    assertThat(world.trussrc()).doesNotExist();
  }

  @Test
  void aBrowserLoginWhoseTokensAreNotInAuthJsonIsRemovedAndThatIsSaid() throws IOException {
    World.Run run = world.authJson(OAUTH_PROFILE).run("auth", "logout");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "warning: the session of profile 'me' could not be ended at the server: ",
            "warning: the secret of profile 'me' may still be in the system keyring: ");
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void revokeKeyDeletesTheKeyOnTheServerFirst() {
    logIn();

    World.Run run = world.run("auth", "logout", "--revoke-key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).endsWith("Revoked key markerkey****.\n").doesNotContain(KEY);
    assertThat(world.sandbox().accepts(KEY)).isFalse();
    assertThat(world.trussrc()).doesNotExist();
  }

  @Test
  void aKeyThatTheServerDoesNotRevokeStaysStored() throws IOException {
    logIn();
    world
        .sandbox()
        .fault(Fault.status("DELETE", "/v1/api_keys", 403, "{\"message\":\"not yours\"}"));

    World.Run run = world.run("auth", "logout", "--revoke-key");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("not yours");
    assertThat(world.read(world.trussrc())).contains(KEY);
    assertThat(world.read(world.authJson())).contains(KEY);
  }

  @Test
  void aKeyWithoutAPrefixCannotBeRevoked() throws IOException {
    world.trussrc(
        "[k]\nremote_url = " + world.url() + "\nauth_type = api_key\napi_key = nodotatall\n");

    assertFails(
        world.run("auth", "logout", "--revoke-key"),
        1,
        "the key of 'k' has no prefix, so it cannot be revoked by it");
    assertThat(world.trussrc()).exists();
  }

  @Test
  void aBrokenTrussrcIsAnErrorAndStays() throws IOException {
    assertFails(
        world.trussrc("[a]\nx\n").run("auth", "logout"),
        1,
        world.trussrc()
            + ": line 2 is neither a [section] header nor an option of the form name = value;"
            + " correct it, or move the file away");
    assertThat(world.read(world.trussrc())).isEqualTo("[a]\nx\n");
  }

  @Test
  void anUnreadableAuthJsonIsAnErrorAndStays() throws IOException {
    World.Run run = world.authJson("{").run("auth", "logout", "--profile", "ci");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith(world.authJson() + ": ").hasLineCount(1);
    assertThat(world.read(world.authJson())).isEqualTo("{");
  }

  @Test
  void aNameFromAFileCannotSpeakToTheRunner() throws IOException {
    world.authJson(
        """
        {
          "version": 1,
          "current": "a\\n::stop-commands::x\\u001b[2J",
          "profiles": {
            "a\\n::stop-commands::x\\u001b[2J": {
              "remote_url": "https://app.baseten.co",
              "auth_type": "api_key",
              "api_key": "abc.def"
            }
          }
        }
        """);

    World.Run run = world.run("auth", "logout");

    assertThat(run.out()).isEqualTo("Logged out a ::stop-commands::x\\u001B[2J\n");
    assertThat(run.err()).hasLineCount(1).doesNotContain("\u001b");
  }

  private void logIn(String... more) {
    String[] line = new String[more.length + 1];
    line[0] = "login";
    System.arraycopy(more, 0, line, 1, more.length);
    World.Run run = world.set("BASETEN_API_KEY", KEY).run(line);
    assertThat(run.code()).as(run.err()).isZero();
    world.unset("BASETEN_API_KEY");
  }

  private static void assertFails(World.Run run, int code, String sentence) {
    assertThat(run.err()).isEqualTo(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }
}
