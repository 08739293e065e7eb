package io.github.basetenci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.ActiveLogins;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.GivenKeys;
import io.github.basetenci.auth.KeyFile;
import io.github.basetenci.auth.Login;
import io.github.basetenci.auth.Logout;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.auth.OAuthRefresh;
import io.github.basetenci.auth.Profiles;
import io.github.basetenci.auth.SourceNames;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.Proxies;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.json.Json;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import io.github.basetenci.store.TrussRc;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No exception of the library tells the key it works with: neither by its own text, nor by that of
 * a cause, nor by that of what was suppressed.
 */
class ExceptionsTest {
  private static final String KEY = "leakmark.q7Zt2Wc9Xv4Kb8Rn3Ms6Pd1Hf5Jg0LyTe";

  private static final SourceNames NAMES = new SourceNames("profile", "remote", "remote URL");

  @TempDir Path home;
  private final LeakFinder finder = new LeakFinder(KEY);
  @AutoClose private Sandbox sandbox;
  private int refused;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(SandboxOptions.defaults().withKey(KEY, KeyType.PERSONAL, null, "first"));
  }

  @Test
  void noCallOfTheManagementApiTellsIt() throws Exception {
    ManagementApi api = api();
    List<ThrowingCallable> calls =
        List.of(
            api::me,
            api::teams,
            api::apiKeys,
            () -> api.createApiKey(new CreateApiKey(ApiKeyType.PERSONAL, "n", null), null),
            () -> api.deleteApiKey("leakmark"),
            () -> api.deleteApiKey(KEY),
            () -> api.secrets(null),
            () -> api.setSecret("name", KEY, null),
            () -> api.deleteSecret("name", null));
    for (ThrowingCallable call : calls) {
      for (Fault fault : echoes()) {
        sandbox.clearFaults();
        sandbox.fault(fault.times(99));
        assertTellsNothing(fault.toString(), catchThrowable(call));
      }
    }
    assertThat(refused).isGreaterThan(calls.size() * (echoes().size() - 3));
  }

  @Test
  void noRequestTellsIt() throws Exception {
    URI nowhere = URI.create("http://127.0.0.1:1/" + KEY);
    Map<String, String> headers = Map.of("Authorization", "Bearer " + KEY);
    HttpTransport direct = TestHttp.transport();
    Path certificate = Files.writeString(home.resolve("ca.pem"), KEY);
    HttpSettings settings = TestHttp.settings();
    URI secure = URI.create("https://h.invalid/" + KEY);

    assertTellsNothing(
        "a line break",
        () -> HttpRequest.of("GET", nowhere, Map.of("Authorization", KEY + "\r\nX: y")));
    assertTellsNothing(
        "a key for a name", () -> HttpRequest.of("GET", nowhere, Map.of(KEY + "\n", "x")));
    assertTellsNothing(
        "a user", () -> HttpRequest.of("GET", URI.create("http://" + KEY + "@h/"), Map.of()));
    assertTellsNothing("a method", () -> HttpRequest.of(KEY, nowhere, Map.of()));
    assertTellsNothing(
        "nobody listens", () -> direct.send(HttpRequest.of("GET", nowhere, headers), soon()));
    assertTellsNothing(
        "no time",
        () ->
            direct.send(
                HttpRequest.of("GET", nowhere, headers),
                Deadline.after(Duration.ZERO, System::nanoTime)));
    assertTellsNothing(
        "a broken CA file",
        () ->
            new HttpTransport(settings.withCaFile(certificate))
                .send(HttpRequest.of("GET", secure, headers), soon()));
    for (String proxy : List.of("http://u:" + KEY + "@:x", "http://" + KEY + "@[", KEY + "://x")) {
      assertTellsNothing(
          proxy,
          () ->
              new HttpTransport(settings.withProxies(Proxies.of(Map.of("HTTPS_PROXY", proxy))))
                  .send(HttpRequest.of("GET", secure, headers), soon()));
    }
    assertTellsNothing(
        "a proxy with a password",
        () ->
            new HttpTransport(
                    settings.withProxies(
                        Proxies.of(Map.of("HTTPS_PROXY", "http://u:" + KEY + "@127.0.0.1:1"))))
                .send(HttpRequest.of("GET", secure, headers), soon()));
  }

  @Test
  void noUnusableKeyIsTold() throws Exception {
    for (String text :
        List.of(
            KEY + " x",
            KEY + "\n" + KEY,
            KEY + "%41",
            KEY + "\u00e9",
            KEY + "\t",
            KEY.repeat(99))) {
      Environment variable = new Environment(Map.of("BASETEN_API_KEY", text));
      Environment none = new Environment(Map.of());
      Path file = Files.writeString(home.resolve("key"), text);
      assertTellsNothing("ApiKey " + text, catchThrowable(() -> parse(text)));
      assertTellsNothing("variable " + text, () -> givenKeys(variable).require(null));
      assertTellsNothing(
          "flag " + text, () -> givenKeys(none).require(new ExplicitKey("--api-key", text)));
      assertTellsNothing(
          "file " + text,
          () ->
              givenKeys(new Environment(Map.of("BASETEN_API_KEY_FILE", file.toString())))
                  .require(null));
      store("[baseten]\nremote_url = https://app.baseten.co\napi_key = " + text + "\n", "{}");
      assertTellsNothing(
          "trussrc " + text,
          catchThrowable(() -> active(none).find(null, "baseten", stores().read())));
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void noStoreTellsIt() throws Exception {
    for (String trussrc :
        List.of(
            "api_key = " + KEY + "\n",
            "[baseten]\n" + KEY + "\n",
            "[baseten]\napi_key = " + KEY + "\napi_key = " + KEY + "\n",
            "[other]\napi_key = " + KEY + "\n[baseten]\nremote_url = %(" + KEY + ")s\n",
            "[DEFAULT]\noauth_access_token = " + KEY + "\n",
            "[baseten]\nremote_url = https://h\nauth_type = oauth\noauth_access_token = " + KEY,
            "[" + KEY)) {
      store(trussrc, "{}");
      assertLoginAndLogoutTellNothing(trussrc);
    }
    for (String authJson :
        List.of(
            "{\"profiles\": {\"baseten\": {\"api_key\": \"" + KEY + "\"",
            "{\"profiles\": \"" + KEY + "\"}",
            "{\"profiles\": {\"baseten\": {\"api_key\": [\"" + KEY + "\"]}}}",
            "{\"version\": \"" + KEY + "\"}",
            "{\"profiles\": {\"baseten\": {\"api_key\": \"" + KEY + "\\ud800\"}}}",
            "\"" + KEY + "\"",
            KEY)) {
      store("", authJson);
      assertLoginAndLogoutTellNothing(authJson);
    }
    assertTellsNothing("JSON", () -> Json.parse("{\"" + KEY + "\": " + KEY));
    assertTellsNothing("no such profile", () -> AuthJson.empty().withCurrent("other"));
    assertTellsNothing(
        "a URL of two lines",
        () -> TrussRc.empty(home).withLogin("r", "https://h\n[x]\ny", parse(KEY), null));
    Files.delete(home.resolve(".trussrc"));
    Files.createDirectory(home.resolve(".trussrc"));
    assertLoginAndLogoutTellNothing("a directory in its place");
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void noLoginTellsIt() throws Exception {
    for (Fault fault : echoes()) {
      sandbox.clearFaults();
      sandbox.fault(fault.times(99));
      assertTellsNothing(fault.toString(), () -> login().run(request("baseten", "other"), given()));
    }
    sandbox.clearFaults();
    for (String name : List.of("DEFAULT", "a]b", "../x", " ")) {
      assertTellsNothing(name, () -> login().run(request(name, null), given()));
    }
    assertTellsNothing(
        "a profile that is not there", () -> new Profiles(stores()).use("elsewhere", null));
    assertTellsNothing(
        "a revoked key",
        () -> {
          store("[baseten]\nremote_url = " + sandbox.url() + "\napi_key = " + KEY + "\n", "{}");
          sandbox.fault(Fault.status("DELETE", "/v1/", 400, "{\"message\":\"" + KEY + "\"}"));
          logout().run(logoutRequest(true));
        });
  }

  private void assertLoginAndLogoutTellNothing(String label) {
    Throwable login = catchThrowable(() -> login().run(request("baseten", null), given()));
    Throwable logout = catchThrowable(() -> logout().run(logoutRequest(false)));
    assertTellsNothing(label, login);
    assertTellsNothing(label, logout);
  }

  private void assertTellsNothing(String label, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as("%s is refused", label).isNotNull();
    assertTellsNothing(label, thrown);
  }

  private void assertTellsNothing(String label, Throwable thrown) {
    refused += thrown == null ? 0 : 1;
    for (Throwable told : withAllBelow(thrown)) {
      assertThat(finder.find(told.toString())).as("%s: %s", label, told.getClass()).isEmpty();
    }
  }

  private static List<Throwable> withAllBelow(Throwable thrown) {
    List<Throwable> found = new ArrayList<>();
    if (thrown != null) {
      found.add(thrown);
      found.addAll(withAllBelow(thrown.getCause()));
      for (Throwable suppressed : thrown.getSuppressed()) {
        found.addAll(withAllBelow(suppressed));
      }
    }
    return found;
  }

  private static List<Fault> echoes() {
    List<Fault> faults = new ArrayList<>();
    for (int status : new int[] {302, 400, 401, 404, 409}) {
      String body = "{\"message\":\"%s\",\"code\":\"%s\"}".formatted(KEY, KEY);
      faults.add(Fault.status(null, "/v1/", status, body));
    }
    Map<String, String> headers =
        Map.of("Retry-After", KEY, "Location", "https://h/" + KEY, "Content-Type", KEY);
    faults.add(Fault.status(null, "/v1/", 200, "{}").headers(headers));
    faults.add(Fault.status(null, "/v1/", 400, KEY).headers(headers));
    faults.add(Fault.status(null, "/v1/", 200, "{\"" + KEY + "\":" + KEY));
    faults.add(Fault.status(null, "/v1/", 200, "[\"" + KEY + "\"]"));
    faults.add(Fault.of(Kind.CUT_HEAD, null, "/v1/"));
    faults.add(Fault.of(Kind.CUT_BODY, null, "/v1/"));
    return faults;
  }

  private ManagementApi api() throws Exception {
    return new ManagementApi(TestHttp.transport(), sandbox.url(), parse(KEY), soon(), time -> {});
  }

  private ManagementClients clients() {
    Environment environment =
        new Environment(Map.of("BASETEN_MANAGEMENT_API_URL_OVERRIDE", sandbox.url().toString()));
    return new ManagementClients(environment, TestHttp.transport(), soon(), time -> {}, note -> {});
  }

  private Login login() {
    return new Login(new Environment(Map.of()), NAMES, stores(), clients());
  }

  private Logout logout() {
    return new Logout(
        stores(),
        clients(),
        new OAuthRefresh(stores(), clients(), InstantSource.system(), time -> {}));
  }

  private static Login.Request request(String remote, String expectedWorkspace) {
    return new Login.Request(
        new Login.StoredNames(remote, remote, null),
        "https://app.baseten.co",
        null,
        EnumSet.allOf(StoreKind.class),
        true,
        new Login.Check(expectedWorkspace != null, expectedWorkspace));
  }

  private static Logout.Request logoutRequest(boolean revoke) {
    return new Logout.Request(null, null, false, revoke, EnumSet.allOf(StoreKind.class));
  }

  private GivenKey given() throws Exception {
    return givenKeys(new Environment(Map.of("BASETEN_API_KEY", KEY))).require(null);
  }

  private GivenKeys givenKeys(Environment environment) {
    return new GivenKeys(environment, new KeyFile(home), key -> {});
  }

  private ActiveLogins active(Environment environment) {
    return new ActiveLogins(environment, givenKeys(environment), NAMES);
  }

  private Stores stores() {
    return new Stores(
        StorePaths.of(Map.of("HOME", home.toString()), "Linux"), new StoreFiles(), key -> {});
  }

  private void store(String trussrc, String authJson) throws IOException {
    Files.writeString(home.resolve(".trussrc"), trussrc, StandardCharsets.UTF_8);
    Files.createDirectories(home.resolve(".config/baseten"));
    Files.writeString(home.resolve(".config/baseten/auth.json"), authJson);
  }

  private static ApiKey parse(String text) throws Exception {
    return ApiKey.of(text);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofHours(1), System::nanoTime);
  }
}
