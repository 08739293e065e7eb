package io.github.basetenci.shim.doctor;

import static io.github.basetenci.shim.World.INVOKE_KEY;
import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.OTHER_KEY;
import static io.github.basetenci.shim.doctor.Place.URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.shim.doctor.checks.Problem;
import io.github.basetenci.shim.doctor.checks.Severity;
import io.github.basetenci.testing.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault at a time, planted in a clean place. */
class PlantedFaultTest {
  private static final String UNKNOWN_KEY = "unknownk.ZYXWVUTSRQPONMLKJIHGFEDCBA9876543";
  private static final String ENCODED_KEY = "markerkey.0123456789%2BABCDEFGHIJKLMNOPQ";

  @Fixture private World world;

  private interface Planting {
    void in(Place place) throws Exception;
  }

  private record Plant(Problem problem, Severity severity, String name, Planting planting) {
    @Override
    public String toString() {
      return problem.id() + ": " + name;
    }
  }

  private static Plant fault(Problem problem, String name, Planting planting) {
    return new Plant(problem, problem.severity(), name, planting);
  }

  private static Plant fault(Problem problem, Severity severity, String name, Planting planting) {
    return new Plant(problem, severity, name, planting);
  }

  static Stream<Plant> faults() {
    return Stream.of(variables(), files(), logins(), others()).flatMap(List::stream);
  }

  private static List<Plant> variables() {
    return List.of(
        fault(
            Problem.KEY_MALFORMED,
            "a % in the variable",
            place -> place.set("BASETEN_API_KEY", ENCODED_KEY)),
        fault(
            Problem.KEY_MALFORMED,
            "a line break in the variable",
            place -> place.set("BASETEN_API_KEY", KEY + "\n")),
        fault(
            Problem.KEY_MALFORMED,
            "two lines in the key file",
            place -> {
              Path file = place.world.home().resolve("key");
              Files.writeString(file, OTHER_KEY + "\n" + OTHER_KEY + "\n");
              place.set("BASETEN_API_KEY_FILE", file.toString());
            }),
        fault(
            Problem.KEY_MALFORMED,
            "a key in quotation marks",
            place -> place.set("BASETEN_API_KEY", "\"" + OTHER_KEY + "\"")),
        fault(
            Problem.KEY_MALFORMED,
            "an assignment in the pair",
            place -> place.loggedOut().pair("BASETEN_API_KEY=" + KEY, URL)),
        fault(
            Problem.KEY_MALFORMED,
            "a header",
            place -> place.set("BASETEN_API_KEY", "Bearer " + KEY)),
        fault(
            Problem.KEY_MALFORMED,
            "a variable that nothing has expanded",
            place -> place.set("BASETEN_API_KEY", "%BASETEN_API_KEY%")),
        fault(
            Problem.KEY_MALFORMED,
            "a mask",
            place -> place.set("BASETEN_API_KEY", "markerkey****")),
        fault(
            Problem.KEY_MALFORMED,
            "a word in both stores",
            place -> place.editBoth(text -> text.replace(KEY, "null"))),
        fault(
            Problem.KEY_MALFORMED,
            "a token in both stores",
            place -> place.editBoth(text -> text.replace(KEY, "eyJhIjoxfQ.eyJhIjoxfQ.c2ln"))),
        fault(
            Problem.KEY_FILE_UNUSABLE,
            "no such file",
            place -> place.set("BASETEN_API_KEY_FILE", "/no/such/secret")),
        fault(Problem.HALF_PAIR, "the key alone", place -> place.pair(KEY, "")),
        fault(Problem.HALF_PAIR, "the URL alone", place -> place.pair("", URL)),
        fault(Problem.PAIR_HIDES_TRUSSRC, "the same login", place -> place.pair(KEY, URL)),
        fault(
            Problem.PAIR_IGNORED,
            "by truss 0.18.25",
            place -> place.pair(KEY, URL).tool("truss", "echo truss, version 0.18.25")),
        fault(
            Problem.VARIABLES_DISAGREE,
            "two keys",
            place -> place.loggedOut().set("BASETEN_API_KEY", KEY).pair(OTHER_KEY, URL)),
        fault(
            Problem.LOGIN_HIDDEN,
            "another key in the variable",
            place -> place.set("BASETEN_API_KEY", OTHER_KEY)),
        fault(
            Problem.PROFILE_MISSING,
            "named by the variable",
            place -> place.set("BASETEN_PROFILE", "nobody")),
        fault(
            Problem.PROFILE_MISSING,
            Severity.WARNING,
            "while the key's variable is asked first",
            place -> place.set("BASETEN_PROFILE", "nobody").set("BASETEN_API_KEY", KEY)),
        fault(
            Problem.PROFILE_MISSING,
            "named by auth.json",
            place ->
                place.authJson(
                    text -> text.replace("\"current\": \"baseten\"", "\"current\": \"x\""))),
        fault(Problem.NOT_LOGGED_IN, "nothing anywhere", Place::loggedOut),
        fault(
            Problem.TRUSS_NOT_LOGGED_IN,
            "the variable alone",
            place ->
                place
                    .loggedOut()
                    .set("BASETEN_API_KEY", KEY)
                    .tool("truss", "echo truss, version 0.18.36")));
  }

  private static List<Plant> files() {
    return List.of(
        fault(Problem.STORE_PATH, "set to nothing", place -> place.set("USER_TRUSSRC_PATH", "")),
        fault(
            Problem.STORE_PATH,
            "a directory",
            place -> place.set("USER_TRUSSRC_PATH", place.world.home().toString())),
        fault(
            Problem.STORE_UNREADABLE,
            "links in a circle",
            place -> {
              Files.delete(place.world.trussrc());
              Files.createSymbolicLink(place.world.trussrc(), place.world.trussrc());
            }),
        fault(
            Problem.STORE_OPEN,
            "the trussrc, for all",
            place -> place.chmod(place.world.trussrc(), "rw-r--r--")),
        fault(
            Problem.STORE_OPEN,
            "auth.json, for the group",
            place -> place.chmod(place.world.authJson(), "rw-r-----")),
        fault(
            Problem.STORE_DIRECTORY_OPEN,
            "of auth.json, to look into",
            place -> place.chmod(place.world.authJson().getParent(), "rwxr-xr-x")),
        fault(
            Problem.STORE_DIRECTORY_OPEN,
            "of the trussrc, to write",
            place -> place.chmod(place.world.home(), "rwxrwxrwx")),
        fault(
            Problem.STORE_LEFTOVERS,
            "a temporary file",
            place ->
                Files.writeString(
                    place.world.home().resolve(".trussrc.baseten-ci.0123456789abcdef.tmp"), KEY)),
        fault(
            Problem.STORE_LEFTOVERS,
            "a lock",
            place ->
                Files.createFile(
                    place.world.authJson().resolveSibling(".auth.json.baseten-ci.lock"))),
        fault(
            Problem.STORES_DISAGREE,
            "two keys",
            place -> place.authJson(text -> text.replace(KEY, OTHER_KEY))),
        fault(
            Problem.STORES_DISAGREE,
            "two URLs",
            place -> place.authJson(text -> text.replace(URL, "https://app.staging.baseten.co"))),
        fault(
            Problem.TRUSSRC_BROKEN, "a bad line", place -> place.trussrc(text -> text + "oops\n")),
        fault(
            Problem.TRUSSRC_BROKEN,
            "a single %",
            place -> place.trussrc(text -> text.replace("api_key = m", "api_key = %m"))),
        fault(Problem.TRUSSRC_BOM, "a mark", place -> place.trussrc(text -> "\ufeff" + text)),
        fault(
            Problem.TRUSSRC_CRLF,
            "all lines",
            place -> place.trussrc(text -> text.replace("\n", "\r\n"))),
        fault(
            Problem.AUTH_JSON_BROKEN, "a cut file", place -> place.authJson(text -> "{\n  \"pro")),
        fault(
            Problem.AUTH_JSON_TWO_LAYOUTS,
            "by a login with a label",
            place -> {
              place.set("BASETEN_API_KEY", KEY);
              assertThat(place.world.run("login", "--label", "bot").code()).isZero();
              place.world.unset("BASETEN_API_KEY");
            }),
        fault(
            Problem.AUTH_JSON_OTHER_LAYOUT,
            "profiles for baseten 0.1",
            place -> place.tool("baseten", "echo 0.1.0")),
        fault(
            Problem.AUTH_JSON_OTHER_LAYOUT,
            "hosts for baseten 0.3",
            place -> {
              place.tool("baseten", "echo 0.3.0");
              Files.writeString(
                  place.world.authJson(),
                  "{\"hosts\":{\""
                      + URL
                      + "\":{\"active_user\":\"ci\",\"users\":{\"ci\":"
                      + "{\"auth_type\":\"api_key\",\"api_key\":\""
                      + KEY
                      + "\"}}}}}");
            }));
  }

  private static List<Plant> logins() {
    return List.of(
        fault(
            Problem.KEY_MALFORMED,
            "a blank in a stored key",
            place ->
                place
                    .trussrc(text -> text.replace("markerkey.", "markerkey. "))
                    .authJson(text -> text.replace("markerkey.", "markerkey. "))),
        fault(
            Problem.REMOTE_INCOMPLETE,
            "no remote_url",
            place -> place.trussrc(text -> text.replace("remote_url = " + URL + "\n", ""))),
        fault(
            Problem.REMOTE_INCOMPLETE,
            "no remote_provider",
            place -> place.trussrc(text -> text.replace("remote_provider = baseten\n", ""))),
        fault(
            Problem.REMOTE_INCOMPLETE,
            "no key",
            place ->
                place.trussrc(
                    text ->
                        text.replace("api_key = " + KEY + "\n", "")
                            .replace("auth_type = api_key\n", ""))),
        fault(
            Problem.REMOTE_INCOMPLETE,
            "a token that cannot be renewed, of no type",
            place ->
                place.trussrc(
                    text ->
                        text.replace("api_key = " + KEY + "\n", "oauth_access_token = t\n")
                            .replace("auth_type = api_key\n", ""))),
        fault(
            Problem.REMOTE_TWO_CREDENTIALS,
            "a key and tokens",
            place ->
                place.trussrc(
                    text ->
                        text.stripTrailing()
                            + "\noauth_access_token = t\noauth_refresh_token = r\n"
                            + "oauth_expires_at = 99999999999\n")),
        fault(
            Problem.REMOTE_URL_INVALID,
            "a path in both stores",
            place -> place.editBoth(text -> text.replace(URL, URL + "/team"))),
        fault(
            Problem.REMOTE_URL_INVALID,
            "plain http in the variable",
            place ->
                place
                    .set("BASETEN_API_KEY", KEY)
                    .set("BASETEN_REMOTE_URL", "http://app.baseten.co")),
        fault(
            Problem.REMOTE_UNKNOWN,
            "in both stores",
            place -> place.editBoth(text -> text.replace(URL, "https://baseten.example.com"))),
        fault(
            Problem.REMOTE_UNKNOWN,
            "in the pair",
            place -> place.loggedOut().pair(KEY, "https://baseten.example.com")),
        fault(
            Problem.OAUTH_EXPIRED,
            "a remote",
            place ->
                place.trussrc(
                    text ->
                        text
                            + "[me]\n"
                            + "remote_provider = baseten\n"
                            + "remote_url = https://app.baseten.co\n"
                            + "auth_type = oauth\n"
                            + "oauth_access_token = t\n"
                            + "oauth_refresh_token = r\n"
                            + "oauth_expires_at = 1000000000\n")),
        fault(
            Problem.OAUTH_EXPIRED,
            Severity.WARNING,
            "a profile without a refresh token",
            place ->
                place.authJson(
                    text ->
                        text.replace(
                            "\"profiles\": {",
                            "\"profiles\": {\"me\": {\"remote_url\": \"https://app.baseten.co\","
                                + "\"auth_type\": \"oauth\", \"oauth_credential\":"
                                + " {\"access_token\": \"t\", \"expiry\":"
                                + " \"2020-01-01T00:00:00Z\"}},"))),
        fault(
            Problem.KEYRING_DISABLED,
            "for a remote that needs it",
            place ->
                place
                    .set("BASETEN_TRUSS_AUTH_KEYRING_DISABLED", "1")
                    .trussrc(
                        text ->
                            text
                                + "[me]\nremote_provider = baseten\n"
                                + "remote_url = https://app.baseten.co\nauth_type = oauth\n")));
  }

  private static List<Plant> others() {
    return List.of(
        fault(
            Problem.KEY_TRACKED_BY_GIT,
            "literally",
            place -> {
              Path file = place.world.home().resolve("deploy it.sh");
              Files.writeString(file, "export BASETEN_API_KEY=" + KEY + "\n");
              assumeTrue(place.track(file), "git is not installed");
            }),
        fault(
            Problem.KEY_TRACKED_BY_GIT,
            "in base64",
            place -> {
              Path file = place.world.home().resolve("secret.yaml");
              byte[] key = KEY.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
              Files.writeString(
                  file, "key: " + java.util.Base64.getEncoder().encodeToString(key) + "\n");
              assumeTrue(place.track(file), "git is not installed");
            }),
        fault(Problem.TOOL_BROKEN, "exit code 3", place -> place.tool("truss", "exit 3")),
        fault(
            Problem.TRUSS_OLD,
            "0.17.1",
            place -> place.tool("truss", "echo truss, version 0.17.1")),
        fault(
            Problem.SERVER_UNREACHABLE,
            "HTTP 503",
            place ->
                place.world.sandbox().fault(Fault.status("GET", "/v1/users/me", 503, "").times(9))),
        fault(Problem.SERVER_UNREACHABLE, "a page with 401", place -> page(place, 401)),
        fault(Problem.SERVER_UNREACHABLE, "a page with 403", place -> page(place, 403)),
        fault(Problem.SERVER_UNREACHABLE, "a page with 200", place -> page(place, 200)),
        fault(
            Problem.SERVER_UNREACHABLE,
            "nobody listens",
            place -> place.set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", "http://127.0.0.1:1")),
        fault(
            Problem.CLOCK_WRONG,
            "six minutes ahead",
            place -> place.world.clockAhead(Duration.ofMinutes(6))),
        fault(
            Problem.CLOCK_WRONG,
            "six minutes behind",
            place -> place.world.clockAhead(Duration.ofMinutes(-6))),
        fault(
            Problem.KEY_REFUSED,
            "an unknown key",
            place -> place.editBoth(text -> text.replace(KEY, UNKNOWN_KEY))),
        fault(
            Problem.KEY_WITHOUT_MANAGEMENT,
            "an inference key",
            place -> place.editBoth(text -> text.replace(KEY, INVOKE_KEY))),
        fault(
            Problem.KEY_PERSONAL_IN_CI,
            "a personal key",
            place ->
                place.set("CI", "true").editBoth(text -> text.replace(KEY, World.PERSONAL_KEY))),
        fault(Problem.KEY_TOO_BROAD, "nothing to deploy", place -> place.set("CI", "true")));
  }

  /** Something in between answers the command's two runs. */
  private static void page(Place place, int status) {
    place
        .world
        .sandbox()
        .fault(
            Fault.status("GET", "/v1/users/me", status, "<h1>Blocked</h1> " + KEY)
                .headers(Map.of("Content-Type", "text/html"))
                .times(9));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundAloneAndToldWithoutAnyKey(Plant plant) throws Exception {
    Place place = Place.loggedIn(world);
    plant.planting().in(place);

    World.Run json = place.run("-o", "jsonl", "--log", "debug");
    World.Run text = place.run("--strict");

    List<JsonObject> findings = Place.findings(json);
    assertThat(findings).isNotEmpty();
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.string("id")).isEqualTo(plant.problem().id());
              assertThat(finding.string("severity")).isEqualTo(plant.severity().word());
              assertThat(finding.string("message")).endsWith(".").doesNotContain("null");
              assertThat(finding.string("advice")).endsWith(".");
            });
    assertThat(text.out()).contains("  " + plant.severity().word());
    assertThat(json.code()).isEqualTo(plant.severity() == Severity.ERROR ? 1 : 0);
    assertThat(text.code()).isEqualTo(plant.severity() == Severity.INFO ? 0 : 1);
    for (String key :
        List.of(KEY, OTHER_KEY, INVOKE_KEY, World.PERSONAL_KEY, UNKNOWN_KEY, ENCODED_KEY)) {
      for (String form : Place.forms(key)) {
        assertThat(json.out() + json.err() + text.out() + text.err()).doesNotContain(form);
      }
    }
  }

  @Test
  void everyProblemIsPlantedAtLeastOnce() {
    Set<Problem> planted = faults().map(Plant::problem).collect(Collectors.toSet());

    assertThat(planted).isEqualTo(EnumSet.allOf(Problem.class));
  }
}
