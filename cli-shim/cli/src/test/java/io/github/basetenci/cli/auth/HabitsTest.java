package io.github.basetenci.cli.auth;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.OnTerminal;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person meets on a terminal: questions, and the ways out of them. */
@EnabledOnOs(OS.LINUX)
class HabitsTest {
  private static final String METHOD = "How do you want to log in? 1 browser, 2 API key: ";
  private static final String WAITING = "Ctrl-C ends the login.";
  private static final String LOGOUT = "/v1/users/auth/logout";
  private static final String ENTER = "\r";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String HIDDEN = KEY.substring(KEY.indexOf('.') + 1);

  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.unset("BASETEN_REMOTE_URL");
  }

  @Test
  void loginSwitchAndLogoutOnATerminal() throws Exception {
    OnTerminal login =
        start("login")
            .await(METHOD)
            .type("2" + ENTER)
            .await("Profile name [baseten]: ")
            .type("one" + ENTER)
            .await("Remote URL [https://app.baseten.co]: ")
            .type(world.url() + ENTER)
            .await("API key: ")
            .type(KEY + ENTER);
    assertThat(login.code()).as(login.shown()).isZero();
    assertThat(login.shown())
        .contains("Logged in with key markerkey**** (acme) as profile one\n")
        .doesNotContain(HIDDEN)
        .endsWith(" echo \n");
    logIn("two", OTHER_KEY);

    OnTerminal choice =
        start("auth", "switch")
            .await("1) one  %s\r\n2) two  %1$s  (current)\r\n".formatted(world.url()))
            .await("Switch to [2]: ")
            .type("3" + ENTER)
            .await("type a number from 1 to 2, or a name\r\nSwitch to [2]: ")
            .type("1" + ENTER);
    assertThat(choice.code()).as(choice.shown()).isZero();
    assertThat(choice.shown()).contains("Switched to one\n");

    OnTerminal logout = start("logout");
    assertThat(logout.code()).as(logout.shown()).isZero();
    assertThat(logout.shown()).contains("Logged out one\n");
    assertThat(world.read(world.trussrc())).contains("[two]").doesNotContain("[one]");
  }

  @Test
  void loginByBrowserSwitchAndLogoutOnATerminal() throws Exception {
    logIn("two", OTHER_KEY);
    OnTerminal login =
        start("login")
            .await(METHOD)
            .type("1" + ENTER)
            .await("Profile name [baseten]: ")
            .type("me" + ENTER)
            .await("Remote URL [https://app.baseten.co]: ")
            .type(world.url() + ENTER);
    for (String tool : new String[] {"truss", "baseten"}) {
      login.await("Login for " + tool + " ").await(WAITING);
      assertThat(world.sandbox().approve(world.sandbox().waitingLogins().get(0))).isTrue();
    }
    assertThat(login.code()).as(login.shown()).isZero();
    assertThat(login.shown())
        .contains("Logged in as admin@sandbox.example (acme) as profile me\n")
        .doesNotContain("sbx-access-", "sbx-refresh-");

    OnTerminal choice = start("auth", "switch").await("Switch to ").type("me" + ENTER);
    assertThat(choice.code()).as(choice.shown()).isZero();
    assertThat(choice.shown()).contains("Switched to me\n");

    OnTerminal logout = start("logout");
    assertThat(logout.code()).as(logout.shown()).isZero();
    assertThat(logout.shown())
        .contains("Ended the session of remote 'me' at the server.\n", "Logged out me\n");
    assertThat(world.read(world.authJson())).contains("\"two\"").doesNotContain("\"me\"");
  }

  @Test
  void theWaitForTheBrowserEndsByCtrlCWithNothingWritten() throws Exception {
    OnTerminal login = start("login", "--web", "--remote-url", world.url()).await(WAITING);

    login.type(CTRL_C);

    assertThat(login.code()).as(login.shown()).isEqualTo(130);
    assertThat(login.shown()).endsWith("\nCanceled.\n echo \n");
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void ctrlCBetweenTheTwoConfirmationsEndsTheFirstLoginAtTheServer() throws Exception {
    OnTerminal login = confirmedForTruss();

    login.type(CTRL_C);

    assertThat(login.code()).as(login.shown()).isEqualTo(130);
    assertThat(login.shown())
        .endsWith("\nCanceled.\n echo \n")
        .doesNotContain("warning: ", "interrupted");
    assertThat(world.sandbox().requests())
        .filteredOn(request -> request.path().equals(LOGOUT))
        .extracting(RequestEntry::status)
        .containsExactly(200);
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void aFirstLoginThatCannotBeEndedAtTheServerAfterCtrlCIsSaid() throws Exception {
    OnTerminal login = confirmedForTruss();
    world.sandbox().fault(Fault.status("POST", LOGOUT, 500, "{}").times(9));

    login.type(CTRL_C);

    assertThat(login.code()).as(login.shown()).isEqualTo(130);
    assertThat(login.shown())
        .contains(
            "\nwarning: the login that was confirmed for truss is not stored, and could not be ended"
                + " at the server: it stays valid at "
                + world.url()
                + " until it expires\nCanceled.\n");
    assertThat(world.trussrc()).doesNotExist();
  }

  @Test
  void aServerThatDoesNotAnswerHoldsUpNoCtrlC() throws Exception {
    OnTerminal login = confirmedForTruss();
    world
        .sandbox()
        .fault(Fault.of(Fault.Kind.DELAY, "POST", LOGOUT).delay(Duration.ofSeconds(100)));

    login.type(CTRL_C);

    assertThat(login.code()).as(login.shown()).isEqualTo(130);
    assertThat(login.shown())
        .contains(
            "\nwarning: a login was confirmed that is not stored, and the server did not say in time"
                + " that it has ended it: it may stay valid there until it expires\nCanceled.\n");
    assertThat(world.trussrc()).doesNotExist();
  }

  /** A login that waits for its second confirmation. */
  private OnTerminal confirmedForTruss() throws IOException {
    OnTerminal login =
        start("login", "--web", "--remote-url", world.url())
            .await("Login for truss ")
            .await(WAITING);
    assertThat(world.sandbox().approve(world.sandbox().waitingLogins().get(0))).isTrue();
    return login.await("Login for baseten ").await(WAITING);
  }

  /** The way out at each question of each command: a key, or a terminal that is closed. */
  @ParameterizedTest
  @CsvSource({
    "login, 0",
    "login, 1",
    "login, 2",
    "login, 3",
    "login, 4",
    "switch, 0",
    "logout --all, 0",
  })
  void everyWayOutOfAQuestionWritesNothing(String command, int answers) throws Exception {
    logIn("baseten", OTHER_KEY);
    logIn("two", OTHER_KEY);
    String trussrc = world.read(world.trussrc());
    String authJson = world.read(world.authJson());
    world.sandbox().clearRequests();

    for (String way : new String[] {CTRL_C, CTRL_D, "closed", "closed, and the signal ignored"}) {
      String hangup = way.endsWith("ignored") ? "" : ":";
      OnTerminal terminal =
          OnTerminal.start(
              world.home(), world.environment(), hangup, ("auth " + command).split(" "));
      List<String> questions =
          switch (command) {
            case "login" ->
                List.of(METHOD, "[baseten]: ", world.url() + "]: ", "[y/N] ", "API key: ");
            case "switch" -> List.of("Switch to [2]: ");
            default -> List.of("[y/N] ");
          };
      for (int i = 0; i < answers; i++) {
        terminal.await(questions.get(i)).type(List.of("2", "", "", "y").get(i) + ENTER);
      }
      terminal.await(questions.get(answers));
      boolean closed = way.startsWith("closed");
      if (closed) {
        terminal.close();
      } else {
        terminal.type(way);
      }

      assertThat(terminal.code()).as(way + terminal.shown()).isEqualTo(130);
      if (!closed) {
        assertThat(terminal.shown()).endsWith("\nCanceled.\n echo \n");
      }
      assertThat(world.read(world.trussrc())).isEqualTo(trussrc);
      assertThat(world.read(world.authJson())).isEqualTo(authJson);
      assertThat(world.sandbox().requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys revoke invokeky",
        "secrets set x --team Default",
        "exec --no-verify --api-key-stdin -- touch ran",
      })
  void theEndOfInputCancelsTheQuestionsOfOtherCommandsToo(String line) {
    logIn("baseten", KEY);
    world.sandbox().clearRequests();

    World.Run run = world.answers().run(line.split(" "));

    assertThat(run.err()).endsWith("Canceled.\n");
    assertThat(run.code()).isEqualTo(130);
    assertThat(world.questions()).hasSize(1);
    assertThat(world.sandbox().requests()).allMatch(request -> request.method().equals("GET"));
    assertThat(world.home().resolve("ran")).doesNotExist();
  }

  private OnTerminal start(String... arguments) throws IOException {
    return OnTerminal.start(world.home(), world.environment(), ":", arguments);
  }

  private void logIn(String name, String key) {
    world.set("BASETEN_API_KEY", key);
    World.Run run = world.run("login", "--remote", name, "--remote-url", world.url());
    assertThat(run.code()).as(run.err()).isZero();
    world.unset("BASETEN_API_KEY");
  }
}
