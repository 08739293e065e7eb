package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Scheme;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.Ended;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The released truss uses and renews our login by browser, and we use and renew its login. */
class BrowserLoginTest {
  private static final String TOKEN = "/v1/users/auth/device/token";

  /**
   * The command of truss, for which the sandbox is a remote of Baseten, and whose browser belongs
   * to a person who confirms every login.
   */
  private static final String TRUSS =
      """
      import json, sys, urllib.request
      from truss.cli.cli import truss_cli
      from truss.remote.baseten import oauth
      def confirm(page, new=0):
          code = page.split("user_code=")[1]
          urllib.request.urlopen("@URL/_sandbox/approve",
              data=json.dumps({"user_code": code}).encode())
      oauth.webbrowser.open = confirm
      for module in list(sys.modules.values()):
          if hasattr(module, "resolve_rest_api_url"):
              module.resolve_rest_api_url = lambda url: "@URL"
      truss_cli("@ARGS".split())
      """;

  @Fixture private Bench bench;

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussUsesOurLogin() {
    ourLogin();

    assertThat(bench.truss("whoami").exits(0).out()).contains("acme\\" + Bench.EMAIL);

    RequestEntry last = last();
    assertThat(last.path()).isEqualTo("/graphql/");
    assertThat(last.credential().scheme()).isEqualTo(Scheme.BEARER);
    assertThat(bench.truss("auth", "status").exits(0).out())
        .contains("auth_type: oauth\n", "source: trussrc-inline\n");
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void ourSectionIsTheOneThatTrussWrites() throws IOException {
    ourLogin();
    String ours = withoutTokens(bench.read(bench.trussrc()));

    trussOfTheSandbox("auth login --browser").exits(0);

    assertThat(withoutTokens(bench.read(bench.trussrc()))).isEqualTo(ours);
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void weUseAndRenewALoginOfTruss() throws IOException {
    bench.given(bench.trussrc(), "[baseten]\nremote_url = " + bench.url() + "\n");
    trussOfTheSandbox("auth login --browser").exits(0);
    String before = bench.read(bench.trussrc());

    assertThat(bench.ours("whoami").exits(0).out()).contains(Bench.EMAIL);
    assertThat(bench.read(bench.trussrc())).isEqualTo(before);

    bench.world().later(Duration.ofHours(2));
    assertThat(bench.ours("whoami").exits(0).out()).contains(Bench.EMAIL);
    assertThat(withoutTokens(bench.read(bench.trussrc()))).isEqualTo(withoutTokens(before));
    assertThat(bench.read(bench.trussrc())).isNotEqualTo(before);
    assertThat(bench.truss("whoami").exits(0).out()).contains("acme\\" + Bench.EMAIL);
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussRenewsOurLoginAndWeGoOnWithItsTokens() throws IOException {
    ourLogin();
    String over =
        bench
            .read(bench.trussrc())
            .replaceFirst(
                "oauth_expires_at = \\d+", "oauth_expires_at = " + Instant.now().getEpochSecond());
    bench.given(bench.trussrc(), over);
    bench.world().sandbox().clearRequests();

    trussOfTheSandbox("whoami").exits(0);

    assertThat(paths()).containsExactly(TOKEN, "/graphql/");
    assertThat(bench.ours("whoami", "--remote", "baseten").exits(0).out()).contains(Bench.EMAIL);
    assertThat(paths()).filteredOn(TOKEN::equals).hasSize(1);
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussLogsOutOfOurLogin() {
    ourLogin();

    trussOfTheSandbox("auth logout").exits(0);

    assertThat(last().path()).isEqualTo("/v1/users/auth/logout");
    assertThat(last().status()).isEqualTo(200);
    assertThat(bench.ours("whoami", "--remote", "baseten").exits(1).err()).contains("not found");
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void basetenUsesOurLogin() {
    ourLogin();

    assertThat(bench.baseten("auth", "status", "-q", ".auth_type").out()).isEqualTo("\"oauth\"\n");
    if (bench.basetenHasWhoami()) {
      assertThat(bench.baseten("whoami").exits(0).out()).contains(Bench.EMAIL);
      assertThat(last().credential().scheme()).isEqualTo(Scheme.BEARER);
    }
  }

  private void ourLogin() {
    bench.world().confirmsLogins();
    bench.ours("login", "--browser").exits(0);
  }

  private Ended trussOfTheSandbox(String arguments) {
    return bench.trussPython(TRUSS.replace("@URL", bench.url()).replace("@ARGS", arguments));
  }

  private RequestEntry last() {
    List<RequestEntry> all = bench.world().sandbox().requests();
    return all.get(all.size() - 1);
  }

  private List<String> paths() {
    return bench.world().sandbox().requests().stream().map(RequestEntry::path).toList();
  }

  private static String withoutTokens(String trussrc) {
    return trussrc.replaceAll("(oauth_\\w+) = \\S+", "$1 =");
  }
}
