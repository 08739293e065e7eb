package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login refuses: one sentence each, and no byte of any file changes. */
class LoginRefusalsTest {
  private static final String OTHER_REMOTE =
      """
      # ours
      [other]
      REMOTE_URL: https://app.baseten.co
      team = x ; y
      """;

  private static final String OTHER_PROFILE =
      """
      {
        "version": 1,
        "profiles": {
          "other": {
            "remote_url": "https://app.baseten.co",
            "auth_type": "api_key",
            "api_key": "abc.def"
          }
        }
      }
      """;

  @Fixture private World world;

  @BeforeEach
  void begin() throws IOException {
    world.set("BASETEN_API_KEY", KEY);
    world.trussrc(OTHER_REMOTE).authJson(OTHER_PROFILE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--remote DEFAULT | remote name 'DEFAULT' stands for the defaults of all remotes in the trussrc; choose another name",
        "--remote a]b | remote name 'a]b' has one of the characters [ ] / \\; choose another name",
        "--remote ../x | remote name '../x' has one of the characters [ ] / \\; choose another name",
        "--remote a..b | remote name 'a..b' has two dots in a row; choose another name",
        "--remote _a | remote name 'a' has a blank at its beginning or end; choose another name",
        "--remote <environment> | remote name '<environment>' is what truss calls a remote that comes from variables; choose another name",
        "--remote sch\u00f6n | remote name 'sch\u00f6n' has a character outside printable ASCII; choose another name",
        "--profile _a | the profile name 'a' has blanks around it or unprintable characters; choose another name",
        "--profile p --label _a | the label name 'a' has blanks around it or unprintable characters; choose another name",
        "--team _a | the team name 'a' has blanks around it or unprintable characters; choose another name",
        "--api-key-env NOT_SET | --api-key-env names a variable that is not set or empty; pass the variable's name, not the key",
        "--api-key-stdin --api-key-file k | --api-key-stdin and --api-key-file are mutually exclusive",
        "--api-key-stdin --api-key-env K | --api-key-stdin and --api-key-env are mutually exclusive",
        "--browser --with-api-key | --browser and --api-key-stdin are mutually exclusive",
        "--browser --api-key k | --browser and --api-key are mutually exclusive",
        "--no-verify --expect-workspace w | --expect-workspace and --no-verify are mutually exclusive",
        "--jq .profile -o text | --jq cannot be used with --output text",
      })
  void aContradictionOrABadNameIsAUsageError(String flags, String sentence) throws IOException {
    // An underline stands for a blank inside an argument.
    String[] arguments = flags.split(" ");
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = arguments[i].replaceFirst("^_", " ");
    }
    assertRefused(2, sentence, "", arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://app.baseten.co/x | the remote URL from --remote-url must not include a path, query, or fragment: \"https://app.baseten.co/x\"",
        "https://app.baseten.co?x | the remote URL from --remote-url must not include a path, query, or fragment: \"https://app.baseten.co?x\"",
        "https://me:secret@app.baseten.co | the remote URL from --remote-url must not include a user or a password; write https://host[:port]",
        "app.baseten.co | the remote URL from --remote-url is no web address; write https://host[:port]",
        "ftp://app.baseten.co | the remote URL from --remote-url is invalid: \"ftp://app.baseten.co\"; write https://host[:port]",
        "http://example.com | the remote URL from --remote-url would send the key unencrypted: \"http://example.com\"; use https, or http to localhost alone"
      })
  void aBadUrlIsAnErrorThatNamesItsSource(String url, String sentence) throws IOException {
    assertRefused(1, sentence, "", "--remote-url", url);

    world.set("BASETEN_REMOTE_URL", url);
    assertRefused(1, sentence.replace("--remote-url", "BASETEN_REMOTE_URL"), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n  | the remote URL from BASETEN_REMOTE_URL ends with a line end: \"https://app.baseten.co\\n\"; write https://host[:port] and nothing else",
        "rn | the remote URL from BASETEN_REMOTE_URL ends with a line end: \"https://app.baseten.co\\r\\n\"; write https://host[:port] and nothing else",
        "t  | the remote URL from BASETEN_REMOTE_URL ends with a tab: \"https://app.baseten.co\\t\"; write https://host[:port] and nothing else",
        "s  | the remote URL from BASETEN_REMOTE_URL ends with a blank: \"https://app.baseten.co \"; write https://host[:port] and nothing else"
      })
  void aUrlWithALineEndOrABlankIsShownSoThatItCanBeSeen(String end, String sentence)
      throws IOException {
    String url =
        "https://app.baseten.co"
            + end.replace("r", "\r").replace("n", "\n").replace("t", "\t").replace("s", " ");

    String ofFlag = sentence.replace("BASETEN_REMOTE_URL", "--remote-url");
    assertRefused(1, ofFlag, "", "--remote-url", url);
    world.set("BASETEN_REMOTE_URL", url);
    assertRefused(1, sentence, "");
    world.set("BASETEN_REMOTE_URL", "https://app.baseten.co");
    world.set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", url);
    String override = "BASETEN_MANAGEMENT_API_URL_OVERRIDE";
    assertRefused(1, sentence.replace("the remote URL from BASETEN_REMOTE_URL", override), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b.cdefghijklmnop | the API key from BASETEN_API_KEY contains a blank; give the key alone",
        "abcd.efgh%2Bijklm | the API key from BASETEN_API_KEY contains a '%', which no Baseten key does (is it URL-encoded, or an unexpanded variable?)",
        "abcd.efgh\u00e9ijklmn | the API key from BASETEN_API_KEY contains a character outside visible ASCII at position 10; give the key alone",
        "abcd.efghijk\u000blmnopqrs | the API key from BASETEN_API_KEY contains a character outside visible ASCII at position 13; give the key alone"
      })
  void anUnusableKeyIsNamedByItsSourceAndNotQuoted(String key, String sentence) throws IOException {
    world.set("BASETEN_API_KEY", key);

    assertRefused(1, sentence, "");
  }

  @Test
  void aKeyWithALineBreakIsRefused() throws IOException {
    world.set("BASETEN_API_KEY", "abcd.efghijkl\nmnop");

    assertRefused(
        1, "the API key from BASETEN_API_KEY contains a line break; give the key alone", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \r\n"})
  void anEmptyKeyOnStandardInputIsRefused(String input) throws IOException {
    assertRefused(
        1,
        "the API key from --api-key-stdin is empty; give the key alone",
        input,
        "--with-api-key");
  }

  @Test
  void anEmptyKeyArgumentIsRefused() throws IOException {
    assertRefused(
        1, "the API key from --api-key is empty; give the key alone", "", "--api-key", "");
  }

  @Test
  void aSecondLineOnStandardInputIsRefusedNotDropped() throws IOException {
    assertRefused(
        1,
        "the API key from --api-key-stdin contains a line break; give the key alone",
        KEY + "\nmore\n",
        "--with-api-key");
  }

  @Test
  void anEmptyKeyFileIsRefused() throws IOException {
    Files.writeString(world.home().resolve("key"), "\n");

    assertRefused(
        1,
        "the API key from --api-key-file is empty; give the key alone",
        "",
        "--api-key-file",
        "key");
  }

  @Test
  void aMissingKeyFileIsNamed() throws IOException {
    assertRefused(
        1,
        "the key file " + world.home().resolve("no/key") + " (from --api-key-file) does not exist",
        "",
        "--api-key-file",
        "no/key");

    world.unset("BASETEN_API_KEY").set("BASETEN_API_KEY_FILE", "/no/key");
    assertRefused(1, "the key file /no/key (from BASETEN_API_KEY_FILE) does not exist", "");
  }

  @Test
  void noKeyAtAllSaysWhereOneCanComeFrom() throws IOException {
    world.unset("BASETEN_API_KEY");

    assertRefused(
        2,
        "no API key was given: set BASETEN_API_KEY, or pass --api-key-stdin, --api-key-file or"
            + " --api-key-env",
        "");
  }

  @ParameterizedTest
  @CsvSource({
    "BASETEN_TRUSS_AUTH_API_KEY, BASETEN_TRUSS_AUTH_REMOTE_URL",
    "BASETEN_TRUSS_AUTH_REMOTE_URL, BASETEN_TRUSS_AUTH_API_KEY"
  })
  void halfThePairIsAnErrorThatNamesTheMissingHalf(String set, String missing) throws IOException {
    world.set(set, "https://app.baseten.co");

    assertRefused(1, set + " is set but " + missing + " is not; set both or neither", "");
    world.unset("BASETEN_API_KEY");
    assertRefused(1, set + " is set but " + missing + " is not; set both or neither", "");
  }

  @Test
  void aStoreThatCannotBeReadIsRefusedBeforeTheKeyLeaves() throws IOException {
    world.authJson("{");

    World.Run run = world.run("login");

    assertThat(run.err()).startsWith(world.authJson() + ": ").hasLineCount(1);
    assertThat(run.code()).isEqualTo(1);
    assertThat(world.read(world.authJson())).isEqualTo("{");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void anEmptyPathOfTheTrussrcIsRefused() throws IOException {
    world.set("USER_TRUSSRC_PATH", "");

    assertRefused(
        1, "USER_TRUSSRC_PATH is set but empty; unset it or give it the path of a file", "");
  }

  private void assertRefused(int code, String sentence, String input, String... flags)
      throws IOException {
    Map<Path, String> before = files();
    String[] line = new String[flags.length + 1];
    line[0] = "login";
    System.arraycopy(flags, 0, line, 1, flags.length);

    World.Run run = world.runWithInput(input, line);

    assertThat(run.err()).isEqualTo(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
    assertThat(files()).isEqualTo(before);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  private Map<Path, String> files() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (var all = Files.walk(world.home())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readString(file));
      }
    }
    return files;
  }
}
