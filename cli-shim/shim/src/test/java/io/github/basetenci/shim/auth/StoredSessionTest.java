package io.github.basetenci.shim.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that use a login by browser which is stored in the files of the tools. */
class StoredSessionTest {
  private static final String TOKEN = "/v1/users/auth/device/token";
  private static final String ME = "/v1/users/me";
  private static final String LOGOUT = "/v1/users/auth/logout";

  /** When the access token of the sandbox is about to end for each tool. */
  private static final Duration NEARLY_AN_HOUR = Duration.ofMinutes(60).minusSeconds(8);

  @Fixture private World world;
  private String trussrc;
  private String authJson;

  @BeforeEach
  void logIn() throws IOException {
    World.Run run = world.confirmsLogins().run("login", "--browser");
    assertThat(run.code()).as(run.err()).isZero();
    trussrc = world.read(world.trussrc());
    authJson = world.read(world.authJson());
    world.sandbox().clearRequests();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--profile", "--remote"})
  void validTokensAreUsed(String flag) throws IOException {
    World.Run run = world.run("whoami", flag, "baseten");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("Email:      admin@sandbox.example\n");
    assertThat(paths()).containsExactly(ME);
    assertUnchanged();
  }

  @Test
  void aRenewalIsSaidInTheLogOfDetails() {
    World.Run run = world.later(NEARLY_AN_HOUR).run("whoami", "-v");

    assertThat(run.err()).contains("The tokens of the login were renewed.\n");
  }

  @Test
  void theNewPairIsWrittenToItsEntryAloneAndUsed() throws IOException {
    world.trussrc("# mine\n" + trussrc.replace("auth_type", "team = ml\nauth_type"));

    World.Run run = world.later(NEARLY_AN_HOUR).run("whoami", "--remote", "baseten");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(paths()).containsExactly(TOKEN, ME);
    String after = world.read(world.trussrc());
    assertThat(after)
        .startsWith("# mine\n[baseten]\n")
        .contains("team = ml\n")
        .doesNotContain(value(trussrc, "oauth_access_token"))
        .doesNotContain(value(trussrc, "oauth_refresh_token"));
    assertThat(Long.parseLong(value(after, "oauth_expires_at")))
        .isGreaterThan(Long.parseLong(value(trussrc, "oauth_expires_at")) + 3500);
    assertThat(world.read(world.authJson())).isEqualTo(authJson);
    assertThat(run.out() + run.err()).doesNotContain("sbx-");
  }

  @Test
  void theProfileIsRenewedInAuthJson() throws IOException {
    assertThat(world.later(NEARLY_AN_HOUR).run("whoami").code()).isZero();

    assertThat(world.read(world.authJson()))
        .contains("\"current\": \"baseten\"", "\"auth_type\": \"oauth\"")
        .isNotEqualTo(authJson);
    assertThat(world.read(world.trussrc())).isEqualTo(trussrc);
    assertThat(world.run("whoami").code()).isZero();
    assertThat(paths()).containsExactly(TOKEN, ME, ME);
  }

  @Test
  void statusShowsTheLoginAndVerifiesIt() {
    World.Run run = world.later(NEARLY_AN_HOUR).run("auth", "status", "--verify", "-o", "jsonl");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("\"profile\":\"baseten\"", "\"auth_type\":\"oauth\"", "\"key_prefix\":\"\"")
        .contains("\"whoami\":{\"user_id\":");
    assertThat(paths()).containsExactly(TOKEN, ME);
  }

  @Test
  void statusWithoutVerifyAsksNobodyAndRenewsNothing() throws IOException {
    assertThat(world.later(NEARLY_AN_HOUR).run("auth", "status").code()).isZero();

    assertThat(paths()).isEmpty();
    assertUnchanged();
  }

  @Test
  void aRefreshTokenThatIsWorthlessSaysToLogInAgain() throws IOException {
    world.sandbox().fault(Fault.status("POST", TOKEN, 400, "{\"error\":\"invalid_grant\"}"));

    assertFails(
        world.later(NEARLY_AN_HOUR).run("whoami"),
        "the login of profile 'baseten' is over, since the server takes its refresh token no more;"
            + " log in again\n");
    assertUnchanged();
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "CUT_HEAD", "CUT_BODY"})
  void aLostAnswerSaysToLogInAgain(Kind kind) throws IOException {
    world.sandbox().fault(Fault.of(kind, "POST", TOKEN));

    assertFails(
        world.later(NEARLY_AN_HOUR).run("whoami"),
        "the login of profile 'baseten' is over, since no answer came from the server that was to"
            + " renew it; log in again\n");
    assertUnchanged();
    assertThat(paths()).containsExactly(TOKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {\"message\":\"no\"} | answered POST "
            + TOKEN
            + " with HTTP 500: no; log in again if it goes on",
        "200 | {} | answered POST " + TOKEN + " with HTTP 200, but the field expires_in is missing",
        "200 | nothing | answered POST " + TOKEN + " with HTTP 200, but it is not JSON"
      })
  void anAnswerThatIsNoPairChangesNothing(int status, String body, String sentence)
      throws IOException {
    world.sandbox().fault(Fault.status("POST", TOKEN, status, body));

    World.Run run = world.later(NEARLY_AN_HOUR).run("whoami");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("\nthe login of profile 'baseten' could not be renewed: ")
        .contains(sentence)
        .endsWith("log in again if it goes on\n");
    assertUnchanged();
  }

  @Test
  void aServerThatIsNotReachedLosesNothing() throws IOException {
    world.set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", "http://127.0.0.1:1");

    assertThat(world.later(NEARLY_AN_HOUR).run("whoami").err())
        .contains("cannot connect to 127.0.0.1:1");
    assertUnchanged();
  }

  @Test
  void aStoreThatCannotBeWrittenSpendsNoRefreshToken() throws IOException {
    world.trussrc("[DEFAULT]\napi_key =\n" + trussrc);

    World.Run run = world.later(NEARLY_AN_HOUR).run("whoami", "--remote", "baseten");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("[DEFAULT] gives every remote api_key");
    assertThat(paths()).isEmpty();
  }

  @Test
  void whatAReleasedToolWroteInTheSameMomentIsUsed() throws Exception {
    // The tool spends the refresh token first, and writes its answer when ours is refused.
    world.later(NEARLY_AN_HOUR);
    String other = authJson.replace("sbx-refresh-", "sbx-refresh-x");
    String renewed =
        other.replaceFirst("\"expiry\": \"[^\"]*\"", "\"expiry\": \"2100-01-01T00:00:00Z\"");
    world.sandbox().fault(Fault.status("POST", TOKEN, 400, "{\"error\":\"invalid_grant\"}"));
    world.whileItWaits(() -> world.authJson(renewed));

    World.Run run = world.run("whoami");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.authJson())).isEqualTo(renewed);
    assertThat(paths()).containsExactly(TOKEN, ME);
  }

  @Test
  void anEntryThatWasRemovedMeanwhileIsNotMadeAgain() throws Exception {
    world.trussrc("");

    assertThat(world.later(NEARLY_AN_HOUR).run("whoami", "--remote", "baseten").code())
        .isEqualTo(1);
    assertThat(world.read(world.trussrc())).isEmpty();
  }

  @Test
  void twoHundredCommandsSpendOneRefreshToken() throws Exception {
    world.later(NEARLY_AN_HOUR);
    List<Callable<World.Run>> commands =
        Collections.nCopies(200, () -> world.run("whoami", "--log", "W"));
    List<World.Run> runs = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(24);
    try {
      for (Future<World.Run> each : threads.invokeAll(commands)) {
        runs.add(each.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(runs).allSatisfy(run -> assertThat(run.code()).as(run.err()).isZero());
    assertThat(runs).allSatisfy(run -> assertThat(run.out()).contains("admin@sandbox.example"));
    assertThat(paths()).filteredOn(TOKEN::equals).hasSize(1);
    assertThat(paths()).filteredOn(ME::equals).hasSize(200);
  }

  @Test
  void logoutEndsBothSessionsAndRemovesThem() throws IOException {
    World.Run run = world.run("auth", "logout");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "Ended the session of remote 'baseten' at the server.\n",
            "Ended the session of profile 'baseten' at the server.\n",
            "Removed remote 'baseten'",
            "Removed profile 'baseten'");
    assertThat(world.read(world.trussrc())).isEmpty();
    assertThat(world.authJson()).doesNotExist();
    assertThat(world.sandbox().requests())
        .extracting(RequestEntry::path, RequestEntry::status)
        .containsExactly(tuple(LOGOUT, 200), tuple(LOGOUT, 200));
  }

  /** It is replaced while the logout waits with the other login. */
  @Test
  void logoutOfALoginThatAToolReplacesMeanwhileSaysThatItsSessionGoesOn() {
    world.later(NEARLY_AN_HOUR);
    world.sandbox().fault(Fault.status("POST", TOKEN, 400, "{\"error\":\"invalid_grant\"}"));
    world.whileItWaits(
        () ->
            world.authJson(
                "{\"profiles\": {\"baseten\": {\"remote_url\": \""
                    + world.url()
                    + "\", \"auth_type\": \"api_key\", \"api_key\": \""
                    + World.KEY
                    + "\"}}}"));

    World.Run run = world.run("auth", "logout");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "warning: the session of profile 'baseten' could not be ended at the server: another"
                + " login has replaced it\n");
    assertThat(paths()).containsExactly(TOKEN);
  }

  @Test
  void logoutRenewsTokensThatAreOverFirst() {
    World.Run run = world.later(Duration.ofHours(2)).run("auth", "logout", "--store", "baseten");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(paths()).containsExactly(TOKEN, LOGOUT);
    assertThat(run.err()).contains("Ended the session of profile 'baseten' at the server.");
  }

  @Test
  void aSessionThatCannotBeEndedIsRemovedAllTheSameAndThatIsSaid() {
    world.sandbox().fault(Fault.status("POST", LOGOUT, 500, "{\"message\":\"busy\"}"));

    World.Run run = world.run("auth", "logout", "--store", "baseten");

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains(
            "warning: the session of profile 'baseten' could not be ended at the server: ",
            "answered POST " + LOGOUT + " with HTTP 500: busy\n");
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void revokeKeyOfALoginByBrowserEndsTheSession() {
    World.Run run = world.run("auth", "logout", "--all", "--revoke-key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(paths()).containsExactly(LOGOUT, LOGOUT);
  }

  @Test
  void noVariableOfTheEnvironmentIsNeededForALoginByBrowser() {
    world.unset("BASETEN_REMOTE_URL").unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");

    assertThat(world.run("whoami").code()).isZero();
    assertThat(world.environment()).isEqualTo(Map.of("HOME", world.home().toString()));
  }

  private void assertUnchanged() throws IOException {
    assertThat(world.read(world.trussrc())).isEqualTo(trussrc);
    assertThat(world.read(world.authJson())).isEqualTo(authJson);
    assertThat(leftovers()).isEmpty();
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(world.home())) {
      return files.filter(file -> file.getFileName().toString().contains("baseten-ci")).toList();
    }
  }

  private void assertFails(World.Run run, String sentence) {
    assertThat(run.err()).endsWith(sentence);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  private List<String> paths() {
    return world.sandbox().requests().stream().map(RequestEntry::path).toList();
  }

  private static String value(String text, String option) {
    return text.replaceFirst("(?s).*" + option + " = (\\S+).*", "$1");
  }
}
