package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.PERSONAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhoamiCommandTest {
  @Fixture private World world;

  @Test
  void aPersonIsShownLineByLine() {
    World.Run run = world.set("BASETEN_API_KEY", PERSONAL_KEY).run("whoami");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .matches(
            "User ID:    \\w+\nEmail:      admin@sandbox.example\nName:       Ada Admin\n"
                + "Workspace:  acme\n");
  }

  @Test
  void whatAServiceAccountLacksIsLeftOut() {
    assertThat(world.set("BASETEN_API_KEY", KEY).run("whoami").out())
        .matches("User ID:    \\w+\nWorkspace:  acme\n");
  }

  @Test
  void theJsonResultIsTheAnswerOfTheServer() {
    assertThat(world.set("BASETEN_API_KEY", KEY).run("whoami", "-o", "jsonl").out())
        .matches(
            "\\{\"user_id\":\"\\w+\",\"email\":null,\"name\":null,\"workspace_name\":\"acme\"}\n");
  }

  @Test
  void aStoredLoginIsUsedAtItsOwnUrl() {
    world.set("BASETEN_API_KEY", KEY).run("login");
    world.unset("BASETEN_API_KEY").unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
    world.set("BASETEN_REMOTE_URL", "https://app.baseten.co");

    World.Run run = world.run("whoami");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("Workspace:  acme\n");
  }

  @Test
  void theShortFlagNamesTheProfile() {
    world.set("BASETEN_API_KEY", World.PERSONAL_KEY).run("login", "--profile", "me");
    world.set("BASETEN_API_KEY", KEY).run("login", "--profile", "bot");

    assertThat(world.run("whoami", "-p", "me").out()).contains("admin@sandbox.example");
  }

  @Test
  void withoutALoginItSaysHowToGetOne() {
    assertFails(
        world.run("whoami"),
        1,
        "not logged in; run 'baseten-ci auth login' or set BASETEN_API_KEY");
  }

  @Test
  void anUnknownProfileIsAnErrorEvenWithAKeyInTheEnvironment() {
    assertFails(
        world.set("BASETEN_API_KEY", KEY).run("whoami", "--profile", "no"),
        1,
        "profile 'no' (from --profile) not found; run 'baseten-ci auth login --profile no'");
  }

  @Test
  void aBrowserLoginIsLeftToTheToolThatMadeIt() throws IOException {
    world.trussrc(
        """
        [me]
        remote_url = https://app.baseten.co
        auth_type = oauth
        """);

    assertFails(
        world.run("whoami"),
        1,
        "'me' is a login of type oauth whose key is not in the file; use the tool that made it, or"
            + " log in with an API key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | 3 | refused the key for GET /v1/users/me (HTTP 401): no; the key markerkey**** (from BASETEN_API_KEY) was revoked, is mistyped, or is one of another installation",
        "403 | 3 | does not allow this key to GET /v1/users/me (HTTP 403): no",
        "404 | 4 | found nothing for GET /v1/users/me (HTTP 404): no",
        "400 | 5 | answered GET /v1/users/me with HTTP 400: no",
        "429 | 5 | asks to slow down GET /v1/users/me (HTTP 429): no",
        "500 | 6 | answered GET /v1/users/me with HTTP 500: no"
      })
  void theExitCodeFollowsTheStatus(int status, int code, String sentence) {
    world
        .sandbox()
        .fault(
            Fault.status("GET", "/v1/users/me", status, "{\"message\":\"no\"}")
                .headers(Map.of("Retry-After", "3600"))
                .times(99));

    World.Run run = world.set("BASETEN_API_KEY", KEY).run("whoami", "--log", "W");

    assertFails(run, code, world.url().substring("http://".length()) + " " + sentence);
  }

  @Test
  void anAnswerThatIsNoJsonIsNotBasetens() {
    world
        .sandbox()
        .fault(
            Fault.status("GET", "/v1/users/me", 200, "<html>" + KEY)
                .headers(Map.of("Content-Type", "text/html")));

    World.Run run = world.set("BASETEN_API_KEY", KEY).run("whoami", "--log", "W");

    assertFails(
        run,
        1,
        world.url().substring("http://".length())
            + " answered GET /v1/users/me with HTTP 200, but that was not Baseten (\"****\"); a"
            + " proxy, a firewall or a login page answered, or the address is another server's:"
            + " check the network and the address");
  }

  @Test
  void aConnectionThatIsCutIsAnErrorThatNamesTheHost() {
    world.sandbox().fault(Fault.of(Fault.Kind.CUT_BODY, "GET", "/v1/users/me").times(99));

    World.Run run = world.set("BASETEN_API_KEY", KEY).run("whoami", "--log", "W");

    assertFails(
        run,
        1,
        world.url().substring("http://".length())
            + " closed the connection before its answer was complete; try again later");
  }

  @Test
  void theTimeoutCountsForAllTriesTogether() {
    world.sandbox().fault(Fault.of(Fault.Kind.CUT_BODY, "GET", "/v1/users/me").times(1));
    Fault late = Fault.of(Fault.Kind.DELAY, "GET", "/v1/users/me");
    world.sandbox().fault(late.delay(Duration.ofHours(1)).times(9));

    World.Run run = world.set("BASETEN_API_KEY", KEY).run("whoami", "--timeout", "2", "--log", "W");

    assertFails(
        run,
        1,
        world.url().substring("http://".length())
            + " did not answer within 2 s in total; try again later");
  }

  @Test
  void aServerThatCannotBeReachedIsAnErrorThatNamesIt() {
    world.set("BASETEN_API_KEY", KEY).set("BASETEN_REMOTE_URL", "http://127.0.0.1:1");
    world.unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");

    assertFails(
        world.run("whoami"),
        1,
        "cannot connect to 127.0.0.1:1: it refused the connection; check the address and the"
            + " network");
  }

  @Test
  void aKeyOfSomebodyElseInAnAnswerIsNotPrinted() {
    String secret = "Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv";
    world
        .sandbox()
        .fault(
            Fault.status(
                "GET", "/v1/users/me", 400, "{\"message\":\"not b10_abcdefgh." + secret + "\"}"));
    world.set("BASETEN_API_KEY", KEY);

    World.Run run = world.run("whoami", "--log", "debug");

    assertThat(run.err()).contains("not b10_abcdefgh****").doesNotContain(secret);
  }

  @Test
  void anUnusableOverrideIsAnErrorThatNamesIt() {
    world.set("BASETEN_API_KEY", KEY).set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", "zzz");

    assertFails(
        world.run("whoami"),
        1,
        "BASETEN_MANAGEMENT_API_URL_OVERRIDE is no web address; write https://host[:port]");
  }

  private static void assertFails(World.Run run, int code, String sentence) {
    assertThat(run.err()).isEqualTo(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }
}
