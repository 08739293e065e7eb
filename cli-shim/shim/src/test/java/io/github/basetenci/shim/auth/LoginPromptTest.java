package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login asks a person on a terminal; a job is never asked. */
class LoginPromptTest {
  private static final String METHOD = "How do you want to log in? 1 browser, 2 API key: ";

  @Fixture private World world;

  @Test
  void itAsksForTheMethodWhereNoneIsGiven() throws IOException {
    World.Run run = world.answers("2", "", KEY).run("login");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions()).containsExactly(METHOD, "Profile name [baseten]: ", "API key: ");
    assertThat(world.read(world.trussrc())).contains("api_key = " + KEY + "\n");
  }

  @Test
  void itAsksForTheKeyWhereNoneIsGiven() throws IOException {
    World.Run run = world.answers("", KEY).run("login", "--with-api-key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions()).containsExactly("Profile name [baseten]: ", "API key: ");
    assertThat(world.read(world.trussrc())).contains("api_key = " + KEY + "\n");
  }

  @Test
  void itAsksForTheNameAndTheUrlAndThenForTheKey() throws IOException {
    World.Run run = outside().answers("team", world.url(), KEY).run("login", "--with-api-key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions())
        .containsExactly(
            "Profile name [baseten]: ", "Remote URL [https://app.baseten.co]: ", "API key: ");
    assertThat(run.out()).isEqualTo("Logged in with key markerkey**** (acme) as profile team\n");
    assertThat(world.read(world.trussrc()))
        .contains("[team]\n", "remote_url = " + world.url() + "\n");
    assertThat(world.read(world.authJson())).contains("\"current\": \"team\"");
  }

  @Test
  void anEmptyLineTakesTheNameAndTheUrlOfTheLoginThatIsReplaced() throws IOException {
    world.set("BASETEN_API_KEY", OTHER_KEY).run("login");
    world.unset("BASETEN_API_KEY");

    World.Run run = outside().answers("", "", "y", KEY).run("login", "--with-api-key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions())
        .containsExactly(
            "Profile name [baseten]: ",
            "Remote URL [%s]: ".formatted(world.url()),
            "Replace the existing login 'baseten'? [y/N] ",
            "API key: ");
    assertThat(world.read(world.trussrc())).contains(KEY, world.url()).doesNotContain(OTHER_KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "--remote r, Remote URL [https://app.baseten.co]:",
    "--profile p, Remote URL [https://app.baseten.co]:",
    "-p p, Remote URL [https://app.baseten.co]:",
    "--label l, Remote URL [https://app.baseten.co]:",
    "--remote-url https://app.baseten.co, Profile name [baseten]:",
    "--remote-url https://app.baseten.co --store truss, Remote name [baseten]:"
  })
  void aFlagAnswersItsQuestion(String flags, String question) throws IOException {
    outside().answers("").run(("login --with-api-key --no-verify " + flags).split(" "));

    assertThat(world.questions()).containsExactly(question + " ", "API key: ");
  }

  @Test
  void aWrongAnswerIsSaidAndAskedForAgain() throws IOException {
    World.Run run =
        outside()
            .answers("a/b", "a", "nowhere", world.url() + "/x", world.url(), KEY)
            .run("login", "--with-api-key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions())
        .containsExactly(
            "Profile name [baseten]: ",
            "remote name 'a/b' has one of the characters [ ] / \\; choose another name\n"
                + "Profile name [baseten]: ",
            "Remote URL [https://app.baseten.co]: ",
            "the remote URL from the terminal is no web address; write https://host[:port]\n"
                + "Remote URL [https://app.baseten.co]: ",
            "the remote URL from the terminal must not include a path, query, or fragment: \"%s/x\"\n"
                    .formatted(world.url())
                + "Remote URL [https://app.baseten.co]: ",
            "API key: ");
  }

  @Test
  void theThirdWrongAnswerIsAnError() throws IOException {
    World.Run run = outside().answers("a/b", "c/d", "e/f", "g").run("login", "--with-api-key");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("remote name 'e/f' has one of ").hasLineCount(1);
    assertThat(world.questions()).hasSize(3);
  }

  /** After as many answers the input ends, as after Ctrl-D. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void theEndOfInputAtAnyQuestionCancelsAndWritesNothing(int answers) throws IOException {
    world.set("BASETEN_API_KEY", OTHER_KEY).run("login");
    world.unset("BASETEN_API_KEY");
    String before = world.read(world.trussrc());
    world.sandbox().clearRequests();
    String[] given = Arrays.copyOf(new String[] {"baseten", world.url(), "y"}, answers);

    World.Run run = outside().answers(given).run("login", "--with-api-key");

    assertThat(run.err()).isEqualTo("Canceled.\n");
    assertThat(run.code()).isEqualTo(130);
    assertThat(world.questions()).hasSize(answers + 1);
    assertThat(world.read(world.trussrc())).isEqualTo(before);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login --api-key @",
        "login --api-key-env OWN",
        "login --api-key-file own",
        "login"
      })
  void aKeyFromAFlagOrAVariableIsNeverAskedAboutAndReplacesTheLogin(String line)
      throws IOException {
    world.set("BASETEN_API_KEY", OTHER_KEY).run("login");
    world.set("BASETEN_API_KEY", line.equals("login") ? KEY : OTHER_KEY).set("OWN", KEY);
    Files.writeString(world.home().resolve("own"), KEY + "\n");

    World.Run run = world.answers("n").run(line.replace("@", KEY).split(" "));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions()).isEmpty();
    assertThat(run.err()).contains("Replaced remote 'baseten' in ");
    assertThat(world.read(world.trussrc())).contains(KEY).doesNotContain(OTHER_KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyKeyIsRefused(String answer) {
    World.Run run = world.answers("", answer).run("login", "--with-api-key");

    assertThat(run.err()).isEqualTo("the API key from the terminal is empty; give the key alone\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(world.trussrc()).doesNotExist();
  }

  @Test
  void nonInteractiveAsksNothing() {
    World.Run run = world.answers(KEY).run("login", "--non-interactive");

    assertThat(run.code()).isEqualTo(2);
    assertThat(world.questions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"y, true", "Yes, true", "n, false", "'', false"})
  void itAsksBeforeItReplacesALogin(String answer, boolean replaced) throws IOException {
    world.set("BASETEN_API_KEY", KEY).run("login");
    world.unset("BASETEN_API_KEY").answers("", answer, OTHER_KEY);

    World.Run run = world.run("login", "--with-api-key");

    assertThat(world.questions())
        .startsWith("Profile name [baseten]: ", "Replace the existing login 'baseten'? [y/N] ");
    assertThat(world.read(world.trussrc())).contains(replaced ? OTHER_KEY : KEY);
    assertThat(run.code()).isEqualTo(replaced ? 0 : 2);
    if (!replaced) {
      assertThat(run.err())
          .isEqualTo("not replaced; pass --force to replace it without a question\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--force", "-f"})
  void aFlagReplacesALoginWithoutAQuestion(String flag) throws IOException {
    world.set("BASETEN_API_KEY", KEY).run("login");

    World.Run run =
        world.unset("BASETEN_API_KEY").answers("", OTHER_KEY).run("login", "--with-api-key", flag);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions()).containsExactly("Profile name [baseten]: ", "API key: ");
    assertThat(run.err())
        .contains(
            "Replaced remote 'baseten' in " + world.trussrc() + ".\n",
            "Replaced profile 'baseten' in " + world.authJson() + ".\n");
    assertThat(world.read(world.trussrc())).contains(OTHER_KEY);
  }

  /** The world without the variable that answers the question for the URL. */
  private World outside() {
    return world.unset("BASETEN_REMOTE_URL");
  }
}
