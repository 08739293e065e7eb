package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.INVOKE_KEY;
import static io.github.basetenci.action.ActionWorld.KEY;
import static io.github.basetenci.action.ActionWorld.OTHER_KEY;
import static io.github.basetenci.action.ActionWorld.PERSONAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.EmulatedJob;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A main that refuses says one sentence, and leaves nothing. */
class RefusalsTest {
  private static final String FORK =
      """
      {"pull_request": {"head": {"repo": {"full_name": "mallory/models", "fork": true}}}}
      """;

  private static final String OWN_BRANCH =
      """
      {"pull_request": {"head": {"repo": {"full_name": "%s", "fork": false}}}}
      """
          .formatted(EmulatedJob.REPOSITORY);

  @TempDir Path directory;
  private ActionWorld world;

  @BeforeEach
  void begin() throws IOException {
    world = new ActionWorld(directory);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void anEmptySecretOnAForksPullRequestIsExplained() throws IOException {
    world.job().event("pull_request", "mallory", FORK);

    refuses(
        world.login("api-key", ""),
        "api-key is empty, because this run is for a pull request from the fork mallory/models,"
            + " and GitHub gives such runs no secrets; skip the job there",
        "if: github.event.pull_request.head.repo.full_name == github.repository");
  }

  @Test
  void aForkThatWasDeletedIsAForkToo() throws IOException {
    world.job().event("pull_request", "m", "{\"pull_request\": {\"head\": {\"repo\": null}}}");

    refuses(world.login("api-key", ""), "from the fork of an unknown owner", "if: github.event");
  }

  @Test
  void anEmptySecretOfDependabotIsExplained() throws IOException {
    world.job().event("pull_request", "dependabot[bot]", OWN_BRANCH);

    refuses(
        world.login("api-key", ""),
        "api-key is empty, because Dependabot started this run and its runs see Dependabot secrets"
            + " alone",
        "if: github.actor != 'dependabot[bot]'");
  }

  @Test
  void anEmptySecretElsewhereHasThreeReasons() throws IOException {
    world.job().event("pull_request", "octocat", OWN_BRANCH);

    refuses(
        world.login("api-key", ""),
        "api-key is empty: this job sees no secret of the name that the workflow gives; the name is"
            + " misspelt, or the secret is one of an environment that the job does not name, or a"
            + " called workflow was not handed it",
        "environment: production",
        "secrets: inherit");
  }

  @Test
  void aWorkflowThatNamesNoKeyIsToldHow() throws IOException {
    refuses(
        world.login("api-key", "-"),
        "no API key was given: set the input api-key, or the variable BASETEN_API_KEY",
        "api-key: ${{ secrets.BASETEN_API_KEY }}");
  }

  @Test
  void anotherSourceIsTakenOnAForkOnlyWhereTheWorkflowSaysSo() throws IOException {
    world.job().event("pull_request", "mallory", FORK).set("BASETEN_API_KEY", KEY);
    refuses(world.login("api-key", ""), "from the fork mallory/models", "if: github.event");

    Stage main = world.login("api-key", "", "allow-fallback", "true");

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(main.said("warning"))
        .containsExactly("api-key is empty; the key from BASETEN_API_KEY is used instead");
  }

  @Test
  void aRefusedKeyIsSaidWithItsPrefixSourceAndInstallation() throws IOException {
    refuses(
        world.login("api-key", "nobodys1.0123456789ABCDEFGHIJKLMNOPQRSTUV"),
        "refused the key for GET /v1/users/me (HTTP 401): Invalid API key; the key nobodys1****"
            + " (from input api-key) was revoked, or is one of another installation than "
            + world.url(),
        "gh secret set BASETEN_API_KEY",
        "remote-url: " + world.url());
  }

  @Test
  void aKeyWithoutManagementRightsLogsInWithAWarning() {
    Stage main = world.login("api-key", INVOKE_KEY);

    assertThat(main.code()).isZero();
    assertThat(main.outputs()).containsEntry("key-type", "unknown");
    assertThat(main.said("warning"))
        .singleElement()
        .asString()
        .contains("the key is valid but has no management rights (HTTP 403)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "remote",
        "remote-url",
        "profile",
        "team",
        "expect-workspace",
        "ephemeral-team",
        "ephemeral-models"
      })
  void aKeyWhereANameBelongsIsRefused(String input) throws IOException {
    for (String key : List.of(KEY, "abcdefgh." + "Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv")) {
      Stage main =
          input.startsWith("ephemeral")
              ? world.login("ephemeral", "true", "api-key", "-", "minting-api-key", KEY, input, key)
              : world.login("api-key", KEY, input, key);

      refuses(main, input + " holds a key where a name belongs, and would be stored or shown", "");
      assertThat(main.said("error").toString()).doesNotContain(key.substring(key.indexOf('.') + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"remote", "profile", "team", "remote-url"})
  void aKeyWhereANameOfAFurtherLoginBelongsIsRefused(String member) throws IOException {
    String remotes =
        "[{%sapi-key: %s, %s: %s}]"
            .formatted(member.equals("remote") ? "" : "remote: x, ", OTHER_KEY, member, OTHER_KEY);

    Stage main = world.login("api-key", KEY, "remotes", remotes);

    refuses(main, "remotes holds a key where a name belongs, and would be stored or shown", "");
  }

  @Test
  void aKeyOfAnotherTypeThanTheRequiredOneIsRefused() throws IOException {
    refuses(
        world.login("api-key", PERSONAL_KEY, "require-key-type", "workspace-manage-all"),
        "the key actnkey3**** (from input api-key) is of type PERSONAL, and require-key-type wants"
            + " WORKSPACE_MANAGE_ALL",
        "require-key-type: WORKSPACE_MANAGE_ALL");
    refuses(
        world.login("api-key", INVOKE_KEY, "require-key-type", "PERSONAL,WORKSPACE_MANAGE_ALL"),
        "the key actnkey4**** (from input api-key) may not tell its type (HTTP 403), as keys of"
            + " type WORKSPACE_INVOKE and WORKSPACE_EXPORT_METRICS may not, and require-key-type"
            + " wants PERSONAL or WORKSPACE_MANAGE_ALL",
        "require-key-type: PERSONAL, WORKSPACE_MANAGE_ALL");
    assertThat(world.login("require-key-type", "PERSONAL, WORKSPACE_MANAGE_ALL").code()).isZero();
  }

  @Test
  void aTypeThatTheServerDoesNotTellIsRefusedOnlyWhereOneIsRequired() throws IOException {
    world.sandbox().fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[]}").times(1));
    refuses(
        world.login("require-key-type", "PERSONAL"),
        "is not among the keys that it sees, so that its type is unknown");
    world.sandbox().fault(Fault.status("GET", "/v1/api_keys", 400, "{}"));

    assertThat(world.login().outputs()).containsEntry("key-type", "unknown");
  }

  @Test
  void aKeyOfAnotherWorkspaceIsRefused() throws IOException {
    refuses(
        world.login("expect-workspace", "globex"),
        "the key belongs to workspace 'acme', not to 'globex'");
    refuses(world.login("expected-workspace", "globex"), "not to 'globex'");
    assertThat(world.login("expect-workspace", "acme").code()).isZero();
    assertThat(world.login("expected-workspace", "acme").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'KEY' | is in quotation marks; give it without them",
        "BASETEN_API_KEY=KEY | is an assignment of the form NAME=key; give what stands behind",
        "Bearer KEY | begins with a word of a header, such as Bearer or Api-Key; give what stands",
        "secrets.TEAM_KEY | is a variable or an expression that nothing has replaced by its value",
        "*** | is what a program shows in place of a key; take the key from where it was made",
        "null | is a placeholder for a key; store the key itself there",
        "TEAM_KEY | is the name of a variable; give its value"
      })
  void whatIsNoKeyIsSaidBeforeAnythingIsSent(String text, String sentence) throws IOException {
    String given = text.replaceAll("(?<![A-Z_])KEY", KEY);

    refuses(world.login("api-key", given), "the API key from input api-key " + sentence);
    refuses(
        world.login("ephemeral", "true", "minting-api-key", given, "api-key", "-"),
        "the API key from input minting-api-key " + sentence);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aWordInPlaceOfAKeyDoesNotGoFromTheLogOfTheJob() {
    for (String text : new String[] {"null", "changeme", "BASETEN_API_KEY", "$KEY", "abc.def"}) {
      assertThat(world.login("api-key", text).text()).doesNotContain("::add-mask::" + text);
    }
    assertThat(world.login("api-key", "'" + KEY + "'").text()).contains("::add-mask::" + KEY);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 401, 403, 404})
  void aPageOfAProxyProvesNothingAndIsSaidWithWhatHelps(int status) throws IOException {
    world
        .sandbox()
        .fault(
            Fault.status("GET", "/v1/users/me", status, "<h1>Blocked</h1>")
                .headers(Map.of("Content-Type", "text/html")));

    refuses(
        world.login(),
        " answered GET /v1/users/me with HTTP "
            + status
            + ", but that was not Baseten (\"Blocked\"); a proxy, a firewall",
        "HTTPS_PROXY:");
  }

  @Test
  void aTeamThatTheKeyDoesNotSeeIsSaid() {
    assertThat(world.login("team", "nope").said("warning"))
        .contains(
            "the team 'nope' is none of those that this key sees (Default); a push to it"
                + " will fail unless it is spelt as there");
    assertThat(world.login("team", "Default").said("warning")).isEmpty();
  }

  @Test
  void aServerThatCannotBeReachedIsSaidWithWhatHelps() throws IOException {
    refuses(
        world.login("sandbox-url", "http://127.0.0.1:1"),
        "cannot connect to 127.0.0.1:1: it refused the connection; check the address and the"
            + " network",
        "HTTPS_PROXY:",
        "verify: false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "export | all | export must be files, env, both or none",
        "verify | yes | verify must be true or false",
        "timeout-seconds | 0 | timeout-seconds must be a whole number from 1 to 3600",
        "timeout-seconds | 3601 | timeout-seconds must be a whole number from 1 to 3600",
        "log | loud | log must be warning, humanfriendly, info or debug",
        "require-key-type | ADMIN | require-key-type is 'ADMIN', which is no type of key",
        "remote-url | ftp://x | the remote URL from input remote-url is invalid",
        "profile | a\u0007b | the profile name",
        "remotes | 'a: [' | remotes is no YAML in line 1",
        "remotes | text | remotes is no YAML list of logins",
        "remotes | '[1]' | remotes has an entry that is no mapping (number 1)",
        "remotes | '[{remote: a, key: b}]' | remotes has an entry with an unknown key (number 1)",
        "remotes | '[{api-key: abc.def}]' | remotes has an entry without remote (number 1)",
        "remotes | '[{remote: a, api-key: }]' | remotes has an entry whose api-key is empty",
        "remotes | '[{remote: 1, api-key: abc.def}]' | remotes has a remote that is no text",
        "remotes | '[{remote: baseten, api-key: abc.def}]' | two logins are named 'baseten'",
      })
  void anUnusableInputIsNamed(String input, String value, String sentence) throws IOException {
    refuses(world.login(input, value), sentence);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void inputsThatExcludeEachOtherAreNamed() throws IOException {
    refuses(
        world.login("verify", "false", "expect-workspace", "acme"),
        "verify: false and expect-workspace exclude each other");
    refuses(
        world.login("verify", "false", "require-key-type", "PERSONAL"),
        "verify: false and require-key-type exclude each other");
    refuses(
        world.login("export", "env", "remotes", "[{remote: two, api-key: " + OTHER_KEY + "}]"),
        "export: env goes with one login, for a variable holds one key; use export: both");
  }

  @Test
  void aKeyThatIsNoneIsNotShown() throws IOException {
    Stage main = world.login("api-key", "two words.of-which-one-is-secret");

    refuses(main, "the API key from input api-key contains a blank");
    assertThat(main.lines().toString() + main.said("error")).doesNotContain("of-which-one");
    assertThat(world.job().masks()).contains("words.of-which-one-is-secret");
  }

  @Test
  void halfAPairIsNamed() throws IOException {
    world.job().set("BASETEN_TRUSS_AUTH_API_KEY", KEY);

    refuses(
        world.login("api-key", "-"),
        "BASETEN_TRUSS_AUTH_API_KEY is set but BASETEN_TRUSS_AUTH_REMOTE_URL is not");
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB_ENV,no later step would see the login",
    "GITHUB_STATE,post could not log out"
  })
  void aMissingCommandFileIsSaidBeforeAnythingIsWritten(String variable, String otherwise)
      throws IOException {
    world.job().withoutFiles(variable);

    refuses(world.login(), variable + " is not set, so that " + otherwise);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aReadOnlyHomeIsSaidAndPostHasNothingToSay() throws IOException {
    // Where even root makes no directory.
    Files.delete(world.job().githubHome());
    Files.createSymbolicLink(world.job().githubHome(), Path.of("/sys"));

    Stage main = world.login();

    assertThat(main.said("error")).singleElement().asString().startsWith("cannot make ");
    assertThat(main.variables()).isEmpty();
    assertThat(world.job().end())
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.code()).isZero();
              assertThat(post.said("warning")).isEmpty();
            });
  }

  @Test
  void aLinkInPlaceOfOurDirectoryIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(world.job().githubHome().resolve(".baseten-ci"), elsewhere);

    Stage main = world.login();

    assertThat(main.said("error")).singleElement().asString().contains("remove it");
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(world.job().end()).allMatch(post -> post.code() == 0);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aHomeThatIsNotMountedIsSaid() throws IOException {
    Files.delete(world.job().githubHome());

    Stage main = world.login();

    assertThat(main.said("error"))
        .singleElement()
        .asString()
        .contains("the runner's directories are not mounted");
  }

  @Test
  void postWarnsOrFailsAsTheWorkflowWants() throws IOException {
    for (String strict : List.of("false", "true")) {
      Stage main = world.login("strict-logout", strict);
      Path ours = Path.of(main.variables().get("BASETEN_CONFIG_DIR"));
      Path common = ours.getParent();
      Files.move(common, directory.resolve("moved" + strict));
      Files.createSymbolicLink(common, directory.resolve("moved" + strict));

      Stage post = world.job().end().get(0);

      assertThat(post.code()).isEqualTo(strict.equals("true") ? 1 : 0);
      assertThat(post.said(strict.equals("true") ? "error" : "warning"))
          .singleElement()
          .asString()
          .contains("has become a symbolic link, so nothing was deleted through it");
      Files.delete(common);
    }
  }

  @Test
  void aMisspeltStrictLogoutIsRefusedAndKeepsPostFromNothing() throws IOException {
    refuses(world.login("strict-logout", "perhaps"), "strict-logout must be true or false");
    world.login();
    world.job().inPost("strict-logout", "perhaps");

    assertThat(world.job().end())
        .allMatch(
            post -> post.said("warning").equals(List.of("strict-logout must be true or false")));
    assertThat(world.left()).isEmpty();
  }

  /** Fails with one error that has these words, and leaves nothing for later steps. */
  private void refuses(Stage main, String... words) throws IOException {
    assertThat(main.code()).as(main.text()).isOne();
    assertThat(main.said("error")).singleElement().asString().contains(words);
    assertThat(main.variables()).isEmpty();
    assertThat(main.outputs()).isEmpty();
    assertThat(world.left()).isEmpty();
  }
}
