package io.github.basetenci.cli.conformance;

import static io.github.basetenci.auth.Status.State.IN_KEYRING;
import static io.github.basetenci.auth.Status.State.LOGGED_IN;
import static io.github.basetenci.auth.Status.State.NOT_LOGGED_IN;
import static io.github.basetenci.auth.Status.State.UNUSABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.auth.Status.State;
import io.github.basetenci.auth.Status.StoreView;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.World;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.Ended;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What our status finds for baseten, case by case, is what its next call then does, and what {@code
 * baseten auth status} shows wherever that shows a login.
 */
@NeedsPeers(Peer.BASETEN)
class BasetenAgreementTest {
  private static final Map<String, String> PLAIN = Map.of();
  private static final String TOKENS =
      "\"oauth_credential\":{\"access_token\":\"A\",\"refresh_token\":\"R\","
          + "\"expiry\":\"2100-01-01T00:00:00Z\"}";
  private static final String API_KEY = "\"auth_type\":\"api_key\"";
  private static final String OAUTH = "\"auth_type\":\"oauth\"";
  private static final String KEY = "\"api_key\":\"" + World.KEY + "\"";

  @Fixture private Bench bench;

  /**
   * @param named the {@code --profile}, or null
   */
  private record Case(
      String name, State expected, String authJson, Map<String, String> environment, String named) {
    String[] args(String... command) {
      List<String> args = new ArrayList<>(List.of(command));
      if (named != null) {
        args.addAll(List.of("--profile", named));
      }
      return args.toArray(String[]::new);
    }
  }

  private List<Case> cases() {
    String ci = profile("ci", API_KEY, KEY);
    String two = ci + "," + profile("b", API_KEY, KEY);
    Map<String, String> key = Map.of("BASETEN_API_KEY", World.OTHER_KEY);
    return List.of(
        new Case("no file", NOT_LOGGED_IN, null, PLAIN, null),
        new Case("an empty object", NOT_LOGGED_IN, "{}", PLAIN, null),
        new Case("no profiles", NOT_LOGGED_IN, "{\"version\":1,\"profiles\":null}", PLAIN, null),
        new Case("a current profile", LOGGED_IN, store("ci", ci), PLAIN, null),
        new Case("no current profile", NOT_LOGGED_IN, store("", ci), PLAIN, null),
        new Case("a current profile that is gone", NOT_LOGGED_IN, store("x", ci), PLAIN, null),
        new Case("a named profile", LOGGED_IN, store("ci", two), PLAIN, "b"),
        new Case("an unknown name", NOT_LOGGED_IN, store("ci", two), PLAIN, "x"),
        new Case("the profile variable", LOGGED_IN, store("ci", two), variable("b"), null),
        new Case(
            "the profile variable, unknown", NOT_LOGGED_IN, store("ci", two), variable("x"), null),
        new Case("the profile variable, empty", LOGGED_IN, store("ci", two), variable(""), null),
        new Case("the key variable", LOGGED_IN, null, key, null),
        new Case("the key variable over a file", LOGGED_IN, store("ci", ci), key, null),
        new Case("the key variable and a name", LOGGED_IN, store("ci", two), key, "b"),
        new Case(
            "the key variable, a URL with a slash",
            LOGGED_IN,
            null,
            keyAndUrl(bench.url() + "/"),
            null),
        new Case("the key variable, no URL", LOGGED_IN, null, keyAndUrl(""), null),
        new Case("the key variable, no address", UNUSABLE, null, keyAndUrl("nonsense"), null),
        new Case(
            "the key variable, a URL with a path",
            UNUSABLE,
            null,
            keyAndUrl(bench.url() + "/x"),
            null),
        new Case(
            "the key variable, empty",
            LOGGED_IN,
            store("ci", ci),
            Map.of("BASETEN_API_KEY", ""),
            null),
        new Case("no key", IN_KEYRING, store("ci", profile("ci", API_KEY)), PLAIN, null),
        new Case(
            "an empty key",
            IN_KEYRING,
            store("ci", profile("ci", API_KEY, "\"api_key\":\"\"")),
            PLAIN,
            null),
        new Case("OAuth", LOGGED_IN, store("ci", profile("ci", OAUTH, TOKENS)), PLAIN, null),
        new Case(
            "OAuth in the keyring", IN_KEYRING, store("ci", profile("ci", OAUTH)), PLAIN, null),
        new Case(
            "OAuth with a key alone",
            IN_KEYRING,
            store("ci", profile("ci", OAUTH, KEY)),
            PLAIN,
            null),
        new Case(
            "a key with tokens",
            LOGGED_IN,
            store("ci", profile("ci", API_KEY, KEY, TOKENS)),
            PLAIN,
            null),
        new Case(
            "tokens in place of a key",
            IN_KEYRING,
            store("ci", profile("ci", API_KEY, TOKENS)),
            PLAIN,
            null),
        new Case(
            "an unknown auth_type",
            UNUSABLE,
            store("ci", ci.replace("api_key\",", "x\",")),
            PLAIN,
            null),
        new Case("no auth_type", UNUSABLE, store("ci", profile("ci", KEY)), PLAIN, null),
        new Case("an empty profile", UNUSABLE, store("ci", "\"ci\":null"), PLAIN, null),
        new Case("an empty URL", LOGGED_IN, store("ci", ci.replace(bench.url(), "")), PLAIN, null),
        new Case(
            "no address", UNUSABLE, store("ci", ci.replace(bench.url(), "nonsense")), PLAIN, null),
        new Case(
            "a URL with a path",
            UNUSABLE,
            store("ci", ci.replace(bench.url(), bench.url() + "/x")),
            PLAIN,
            null),
        new Case(
            "the older layout alone",
            NOT_LOGGED_IN,
            "{\"version\":1," + hosts() + "}",
            PLAIN,
            null),
        new Case(
            "both layouts",
            LOGGED_IN,
            store("ci", ci + "}," + hosts().replaceFirst("}$", "")),
            PLAIN,
            null),
        new Case(
            "other capitals",
            LOGGED_IN,
            store("ci", ci).replace("profiles", "PROFILES"),
            PLAIN,
            null),
        new Case("another version", LOGGED_IN, store("ci", ci).replace(":1", ":2"), PLAIN, null));
  }

  private String profile(String name, String... members) {
    return "\"%s\":{\"remote_url\":\"%s\",%s}"
        .formatted(name, bench.url(), String.join(",", members));
  }

  private static String store(String current, String profiles) {
    return "{\"version\":1,\"current\":\"%s\",\"profiles\":{%s}}".formatted(current, profiles);
  }

  private String hosts() {
    return "\"hosts\":{\"%s\":{\"active_user\":\"u\",\"users\":{\"u\":{%s,%s}}}}"
        .formatted(bench.url(), API_KEY, KEY);
  }

  private static Map<String, String> variable(String profile) {
    return Map.of("BASETEN_PROFILE", profile);
  }

  private static Map<String, String> keyAndUrl(String url) {
    return Map.of("BASETEN_API_KEY", World.OTHER_KEY, "BASETEN_REMOTE_URL", url);
  }

  @TestFactory
  Stream<DynamicTest> ourStatusIsWhatBasetenSaysAndDoes() {
    return cases().stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> agree(each)));
  }

  private void agree(Case wanted) throws Exception {
    StoreView ours = view(wanted);
    Ended call =
        bench.basetenWith(wanted.environment(), wanted.args("api", "management", "/v1/users/me"));
    Ended status =
        bench.basetenWith(wanted.environment(), wanted.args("auth", "status", "-o", "json"));

    assertThat(stateAfter(call)).as(call.toString()).isEqualTo(wanted.expected());
    assertThat(ours.state()).as("our state; %s", call).isEqualTo(wanted.expected());
    assertThat(ours.problem().isEmpty()).isEqualTo(wanted.expected() != UNUSABLE);
    if (status.code() == 0) {
      assertThat(Json.parse(status.out()))
          .isEqualTo(
              JsonObject.EMPTY
                  .with("profile", ours.name())
                  .with("remote_url", ours.remoteUrl())
                  .with("auth_type", ours.authType()));
    } else {
      assertThat(ours.state()).as(status.toString()).isEqualTo(NOT_LOGGED_IN);
    }
  }

  private static State stateAfter(Ended call) {
    String said = call.out() + call.err();
    // The sandbox refuses made-up tokens, but only after baseten has sent them.
    if (call.code() == 0 || said.contains("UNAUTHORIZED")) {
      return LOGGED_IN;
    }
    if (said.contains("no API key found") || said.contains("no OAuth credential found")) {
      return IN_KEYRING;
    }
    return said.contains("not logged in") || said.matches("(?s).*profile \".*\" not found.*")
        ? NOT_LOGGED_IN
        : UNUSABLE;
  }

  @Test
  void anEmptyNameIsNoneForBoth() throws IOException {
    bench.given(bench.authJson(), store("ci", profile("ci", API_KEY, KEY)));

    bench.baseten("auth", "status", "--profile", "", "-q", ".profile").prints("\"ci\"\n");
    assertThat(bench.ourStores("--profile", "")).contains("baseten logged_in ci");
    bench.ours("whoami", "--profile", "").exits(0);
    bench.ours("logout", "--profile", "").prints("Logged out ci\n");
  }

  /** baseten sends the key of such a profile to its default; we keep it here. */
  @Test
  void aKeyWithoutUrlIsAnErrorForUs() throws IOException {
    bench.given(
        bench.authJson(), store("ci", profile("ci", API_KEY, KEY)).replace(bench.url(), ""));

    bench.ours("auth", "status").failsWith(1, "profile 'ci'");
    bench.ours("whoami").failsWith(1, "profile 'ci'");
    assertThat(bench.world().sandbox().requests()).isEmpty();
  }

  /** baseten takes such a file for an empty one; we had rather say what is wrong with it. */
  @Test
  void aFileThatBasetenCannotReadIsAnErrorForUs() throws IOException {
    for (String text : List.of("", "{", "{\"profiles\":[]}", "\ufeff{}", "{}x")) {
      Case broken = new Case("broken", NOT_LOGGED_IN, text, PLAIN, null);

      assertThatThrownBy(() -> view(broken)).isInstanceOf(StoreException.class);
      bench.baseten("auth", "status").failsWith(1, "not logged in");
    }
  }

  private StoreView view(Case wanted) throws Exception {
    Files.deleteIfExists(bench.authJson());
    if (wanted.authJson() != null) {
      bench.given(bench.authJson(), wanted.authJson());
    }
    return bench.views(wanted.environment(), wanted.named()).get(1);
  }
}
