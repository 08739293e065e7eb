package io.github.basetenci.cli.conformance;

import static io.github.basetenci.auth.Status.State.IN_KEYRING;
import static io.github.basetenci.auth.Status.State.LOGGED_IN;
import static io.github.basetenci.auth.Status.State.NOT_LOGGED_IN;
import static io.github.basetenci.auth.Status.State.NO_CREDENTIAL;
import static io.github.basetenci.auth.Status.State.SEVERAL_REMOTES;
import static io.github.basetenci.auth.Status.State.UNUSABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.auth.Status.State;
import io.github.basetenci.auth.Status.StoreView;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What our status finds for truss, case by case, is what {@code truss whoami} then does, and in the
 * words of {@code truss auth status} wherever that shows a login.
 */
@NeedsPeers(Peer.TRUSS)
class TrussAgreementTest {
  private static final Map<String, String> PLAIN = Map.of();
  private static final Map<String, String> KEY = Map.of("BASETEN_API_KEY", World.OTHER_KEY);

  @Fixture private Bench bench;
  private Map<String, String> pair;

  private String login;
  private String tokens;
  private String anchor;

  @BeforeEach
  void begin() throws IOException {
    pair =
        Map.of(
            "BASETEN_TRUSS_AUTH_API_KEY",
            World.OTHER_KEY,
            "BASETEN_TRUSS_AUTH_REMOTE_URL",
            bench.url());
    anchor = "[a]\nremote_provider = baseten\nremote_url = " + bench.url() + "\n";
    login = anchor + "auth_type = api_key\napi_key = " + World.KEY + "\n";
    tokens = "oauth_access_token = A\noauth_refresh_token = R\noauth_expires_at = 4102444800\n";
  }

  /**
   * @param named the {@code --remote}, or null
   */
  private record Case(
      String name, State expected, String trussrc, Map<String, String> environment, String named) {
    List<String> args(String... command) {
      List<String> args = new ArrayList<>(List.of(command));
      if (named != null) {
        args.addAll(List.of("--remote", named));
      }
      return args;
    }
  }

  private List<Case> cases() {
    String key = "api_key = " + World.KEY + "\n";
    String other = login.replace("[a]", "[b]");
    return List.of(
        new Case("no file", NOT_LOGGED_IN, null, PLAIN, null),
        new Case("no file but a key variable", NOT_LOGGED_IN, null, KEY, null),
        new Case("an empty file", NOT_LOGGED_IN, "", PLAIN, null),
        new Case("defaults alone", NOT_LOGGED_IN, "[DEFAULT]\nteam = t\n", PLAIN, null),
        new Case("one remote", LOGGED_IN, login, PLAIN, null),
        new Case("one remote and a key variable", LOGGED_IN, login, KEY, null),
        new Case(
            "a remote called default", LOGGED_IN, login.replace("[a]", "[default]"), PLAIN, null),
        new Case("an unknown name", NOT_LOGGED_IN, login, PLAIN, "b"),
        new Case("two remotes", SEVERAL_REMOTES, login + other, PLAIN, null),
        new Case("two remotes, one named", LOGGED_IN, login + other, PLAIN, "b"),
        new Case("a key among the defaults", LOGGED_IN, "[DEFAULT]\n" + key + anchor, PLAIN, null),
        new Case("no auth_type", LOGGED_IN, anchor + key, PLAIN, null),
        new Case("an empty auth_type", LOGGED_IN, anchor + "auth_type =\n" + key, PLAIN, null),
        new Case("an unknown auth_type", LOGGED_IN, anchor + "auth_type = x\n" + key, PLAIN, null),
        new Case(
            "an unknown auth_type, no key", NO_CREDENTIAL, anchor + "auth_type = x\n", PLAIN, null),
        new Case(
            "an unknown auth_type, key variable", LOGGED_IN, anchor + "auth_type = x\n", KEY, null),
        new Case("no credential", NO_CREDENTIAL, anchor, PLAIN, null),
        new Case("no credential, key variable", LOGGED_IN, anchor, KEY, null),
        new Case("no key", IN_KEYRING, anchor + "auth_type = api_key\n", PLAIN, null),
        new Case("no key, key variable", IN_KEYRING, anchor + "auth_type = api_key\n", KEY, null),
        new Case("an empty key", NO_CREDENTIAL, login.replace(World.KEY, ""), PLAIN, null),
        new Case("an empty key, key variable", LOGGED_IN, login.replace(World.KEY, ""), KEY, null),
        new Case("OAuth", LOGGED_IN, anchor + "auth_type = oauth\n" + tokens, PLAIN, null),
        new Case("OAuth in the keyring", IN_KEYRING, anchor + "auth_type = oauth\n", PLAIN, null),
        new Case(
            "OAuth, a part",
            IN_KEYRING,
            anchor + "auth_type = oauth\n" + refreshless(),
            PLAIN,
            null),
        new Case(
            "OAuth with a key",
            UNUSABLE,
            anchor + "auth_type = oauth\n" + tokens + key,
            PLAIN,
            null),
        new Case(
            "OAuth with a key alone",
            IN_KEYRING,
            anchor + "auth_type = oauth\n" + key,
            PLAIN,
            null),
        new Case("a key with tokens", UNUSABLE, login + tokens, PLAIN, null),
        new Case(
            "a key with a refresh token",
            LOGGED_IN,
            login + "oauth_refresh_token = R\n",
            PLAIN,
            null),
        new Case("tokens without auth_type", LOGGED_IN, anchor + tokens, PLAIN, null),
        new Case("a part without auth_type", UNUSABLE, anchor + refreshless(), PLAIN, null),
        new Case(
            "no provider", UNUSABLE, login.replace("remote_provider = baseten\n", ""), PLAIN, null),
        new Case("another provider", UNUSABLE, login.replace("= baseten", "= other"), PLAIN, null),
        new Case("no URL", UNUSABLE, login.replaceFirst("remote_url.*\n", ""), PLAIN, null),
        new Case("an empty URL", UNUSABLE, login.replace(bench.url(), ""), PLAIN, null),
        new Case("the pair", LOGGED_IN, null, pair, null),
        new Case("the pair over a file", LOGGED_IN, login, pair, null),
        new Case("the pair and a name", UNUSABLE, login, pair, "a"),
        new Case("half the pair: key", UNUSABLE, login, half("API_KEY"), null),
        new Case("half the pair: URL", UNUSABLE, login, half("REMOTE_URL"), null),
        new Case("half the pair and a name", UNUSABLE, login, half("API_KEY"), "a"),
        new Case("the pair emptied", LOGGED_IN, login, emptied(), null));
  }

  private String refreshless() {
    return tokens.replace("oauth_refresh_token = R\n", "");
  }

  private Map<String, String> half(String end) {
    String name = "BASETEN_TRUSS_AUTH_" + end;
    return Map.of(name, pair.get(name));
  }

  private Map<String, String> emptied() {
    return Map.of("BASETEN_TRUSS_AUTH_API_KEY", "", "BASETEN_TRUSS_AUTH_REMOTE_URL", "");
  }

  @TestFactory
  Stream<DynamicTest> ourStatusIsWhatTrussSaysAndDoes() {
    List<Case> cases = cases();
    List<TrussCases.Call> calls = new ArrayList<>();
    for (Case each : cases) {
      calls.add(call(each, "whoami"));
      calls.add(call(each, "auth", "status"));
    }
    List<Ended> ended = TrussCases.run(bench, calls);
    return IntStream.range(0, cases.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    cases.get(i).name(),
                    () -> agree(cases.get(i), ended.get(2 * i), ended.get(2 * i + 1))));
  }

  private void agree(Case wanted, Ended whoami, Ended status) throws Exception {
    StoreView ours = views(wanted).get(0);
    assertThat(stateAfter(whoami)).as(whoami.toString()).isEqualTo(wanted.expected());
    assertThat(ours.state()).as("our state; %s", whoami).isEqualTo(wanted.expected());
    assertThat(ours.problem().isEmpty()).isEqualTo(wanted.expected() != UNUSABLE);
    if (status.code() == 0) {
      assertThat(status.out())
          .startsWith(
              "remote: %s\nremote_url: %s\nauth_type: %s\nsource: "
                  .formatted(
                      ours.name().isEmpty() ? "<environment>" : ours.name(),
                      ours.remoteUrl() == null ? "(unset)" : ours.remoteUrl(),
                      ours.authType()));
    }
  }

  private static State stateAfter(Ended whoami) {
    String said = whoami.out() + whoami.err();
    // The sandbox refuses made-up tokens, but only after truss has sent them.
    if (whoami.code() == 0 || said.contains("UNAUTHORIZED")) {
      return LOGGED_IN;
    }
    if (said.contains("keyring is unavailable and no inline secret is present")) {
      return IN_KEYRING;
    }
    if (said.contains("No credentials provided")) {
      return NO_CREDENTIAL;
    }
    if (said.contains("Multiple remotes available")) {
      return SEVERAL_REMOTES;
    }
    return said.contains("No remote configured") || said.contains("not found in ~/.trussrc")
        ? NOT_LOGGED_IN
        : UNUSABLE;
  }

  @Test
  void ourCommandFailsWhereNeitherToolHasAnythingToUse() throws Exception {
    for (Case each : cases()) {
      List<StoreView> views = views(each);
      Ended status = bench.oursWith(each.environment(), each.args("auth", "status"));

      boolean loggedIn = views.stream().anyMatch(StoreView::loggedIn);
      assertThat(status.code() == 0).as("%s: %s", each.name(), status).isEqualTo(loggedIn);
    }
  }

  @Test
  void anEmptyNameIsNoneForBoth() throws IOException {
    Case empty = new Case("empty", LOGGED_IN, login, PLAIN, "");
    Ended status = TrussCases.run(bench, List.of(call(empty, "auth", "status"))).get(0);

    assertThat(status.exits(0).out()).startsWith("remote: a\n");
    assertThat(bench.ourStores("--remote", "")).contains("truss logged_in a");
    bench.ours("whoami", "--remote", "").exits(0);
    bench.ours("logout", "--remote", "").prints("Logged out a\n");
  }

  @Test
  void aFileThatTrussCannotReadIsAnErrorForBoth() {
    List<Case> broken =
        Stream.of("api_key = x\n", login + login, login + "TEAM=a\nteam=b\n", login + "p = 5%\n")
            .map(text -> new Case("broken", UNUSABLE, text, PLAIN, null))
            .toList();

    List<Ended> whoami =
        TrussCases.run(bench, broken.stream().map(each -> call(each, "whoami")).toList());

    assertThat(whoami).allSatisfy(ended -> assertThat(ended.out()).startsWith("ERROR "));
    assertThat(broken)
        .allSatisfy(
            each -> assertThatThrownBy(() -> views(each)).isInstanceOf(StoreException.class));
  }

  private static TrussCases.Call call(Case each, String... command) {
    return new TrussCases.Call(each.trussrc(), each.environment(), each.args(command));
  }

  private List<StoreView> views(Case wanted) throws Exception {
    Files.deleteIfExists(bench.trussrc());
    if (wanted.trussrc() != null) {
      bench.given(bench.trussrc(), wanted.trussrc());
    }
    return bench.views(wanted.environment(), wanted.named());
  }
}
