package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.Ended;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** After a login of a released tool our command reports it. */
class TheirLoginTest {
  private static final String DEFAULT_URL = "https://app.baseten.co";

  @Fixture private Bench bench;

  @Test
  @NeedsPeers(Peer.TRUSS)
  void oursReportsATrussLogin() {
    bench.truss("auth", "login", "--api-key", bench.key(), "--remote", "demo").exits(0);

    assertThat(bench.ourStores()).containsExactly("truss logged_in demo", "baseten not_logged_in");
    assertThat(bench.ours("auth", "status").exits(0).out())
        .startsWith("demo\n  Remote: " + DEFAULT_URL + "\n  Auth type: api_key\n")
        .doesNotContain(bench.key());
    assertThat(bench.ours("whoami").exits(0).out()).contains(Bench.EMAIL);
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void oursReportsABasetenLogin() {
    bench.basetenLogin(bench.key(), "ci").exits(0);

    assertThat(bench.ourStores()).containsExactly("truss not_logged_in", "baseten logged_in ci");
    assertThat(bench.ours("auth", "status").exits(0).out())
        .startsWith(bench.baseten("auth", "status").exits(0).out())
        .doesNotContain(bench.key());
    assertThat(bench.ours("whoami").exits(0).out()).contains(Bench.EMAIL);
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void oursReportsABasetenLoginThatFoundNoKeyring() {
    Ended login =
        bench.basetenWithInput(
            bench.key(), "auth", "login", "--with-api-key", "--profile", "ci", "--no-switch");
    assertThat(login.exits(0).err()).contains("storing in plain text");

    assertThat(bench.ourStores("--profile", "ci")).contains("baseten logged_in ci");
    bench.ours("auth", "status").failsWith(1, "not logged in");
    bench.baseten("auth", "status").failsWith(1, "not logged in");
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void theirLoginsOverOursAreReportedWithTheirKeyAndOurUrl() throws IOException {
    bench.ourLogin(World.OTHER_KEY, "--team", "vision").exits(0);

    bench.truss("auth", "login", "--api-key", World.KEY).exits(0);
    assertThat(keyPrefix("--remote", "baseten")).isEqualTo("\"markerkey\"\n");
    assertThat(keyPrefix("--profile", "baseten")).isEqualTo("\"otherkey\"\n");
    assertThat(bench.read(bench.trussrc()))
        .contains("remote_url = " + bench.url(), World.KEY)
        .doesNotContain("team", World.OTHER_KEY);

    bench.basetenLogin(World.KEY, "baseten").exits(0);
    assertThat(keyPrefix("--profile", "baseten")).isEqualTo("\"markerkey\"\n");
    assertThat(bench.ourStores())
        .containsExactly("truss logged_in baseten", "baseten logged_in baseten");
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void ourLoginOverTheirsReplacesTheKeyAndNothingElse() throws IOException {
    bench.truss("login", "--api-key", World.OTHER_KEY).exits(0);
    bench.basetenLogin(World.OTHER_KEY, "baseten").exits(0);
    String trussrc = bench.read(bench.trussrc());
    String authJson = bench.read(bench.authJson());

    bench.ourLogin(bench.key(), "--remote-url", bench.url()).exits(0);

    assertThat(bench.read(bench.trussrc()))
        .isEqualTo(trussrc.replace(World.OTHER_KEY, bench.key()).replace(DEFAULT_URL, bench.url()));
    assertThat(bench.read(bench.authJson()))
        .isEqualTo(authJson.replace(World.OTHER_KEY, bench.key()));
    bench.truss("whoami").prints("acme\\" + Bench.EMAIL + "\n");
  }

  private String keyPrefix(String option, String name) {
    return bench.ours("auth", "status", option, name, "-q", ".key_prefix").exits(0).out();
  }
}
