package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import org.junit.jupiter.api.Test;

/** With a key in the environment our command says what the released tools say. */
class EnvironmentTest {
  @Fixture private Bench bench;

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void theKeyVariableLogsBasetenInAndNotTruss() {
    bench.world().set("BASETEN_API_KEY", bench.key());

    bench.truss("whoami").failsWith(2, "No remote configured.");
    bench.baseten("auth", "status", "-q", ".auth_type").prints("\"api_key\"\n");
    assertThat(bench.ourStores()).containsExactly("truss not_logged_in", "baseten logged_in");
    assertThat(bench.ours("auth", "status").exits(0).out())
        .startsWith(bench.baseten("auth", "status").exits(0).out());
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void thePairLogsTrussInAndHidesItsFile() {
    bench.ourLogin(World.OTHER_KEY).exits(0);
    setPair(bench.key(), bench.url());

    bench
        .truss("auth", "status")
        .prints(
            """
            remote: <environment>
            remote_url: %s
            auth_type: api_key
            source: BASETEN_TRUSS_AUTH_API_KEY
            """
                .formatted(bench.url()));
    bench.truss("whoami").prints("acme\\" + Bench.EMAIL + "\n");
    assertThat(bench.ourStores()).containsExactly("truss logged_in", "baseten logged_in baseten");
    assertThat(bench.ours("auth", "status", "-q", ".stores[0].source").exits(0).out())
        .isEqualTo("\"BASETEN_TRUSS_AUTH_API_KEY\"\n");
    assertThat(bench.ours("whoami").exits(0).out()).contains(Bench.EMAIL);
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void halfThePairFailsForBothWithTheSameWords() {
    bench.ourLogin(World.OTHER_KEY).exits(0);
    bench.world().set("BASETEN_TRUSS_AUTH_API_KEY", bench.key());
    String words =
        "BASETEN_TRUSS_AUTH_API_KEY is set but BASETEN_TRUSS_AUTH_REMOTE_URL is not; set both or"
            + " neither";

    bench.truss("auth", "status").failsWith(1, words);
    bench.ours("auth", "status").failsWith(1, words);
    bench.ours("whoami").failsWith(1, words);
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void anEmptiedPairIsNone() {
    bench.ourLogin(bench.key()).exits(0);
    setPair("", "");

    bench.truss("whoami").prints("acme\\" + Bench.EMAIL + "\n");
    assertThat(bench.ourStores())
        .containsExactly("truss logged_in baseten", "baseten logged_in baseten");
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void theProfileVariableSelectsForBothAndAnUnknownNameFailsForBoth() {
    bench.ourLogin(World.OTHER_KEY, "--remote", "one").exits(0);
    bench.ourLogin(bench.key(), "--remote", "two").exits(0);

    bench.world().set("BASETEN_PROFILE", "one");
    assertThat(bench.ours("auth", "status").exits(0).out())
        .startsWith(bench.baseten("auth", "status").exits(0).out())
        .startsWith("one\n");

    bench.world().set("BASETEN_PROFILE", "three");
    bench.baseten("auth", "status").failsWith(1, "profile \"three\" not found");
    bench.ours("auth", "status").failsWith(1, "profile 'three' (from BASETEN_PROFILE) not found");
  }

  private void setPair(String key, String url) {
    bench.world().set("BASETEN_TRUSS_AUTH_API_KEY", key).set("BASETEN_TRUSS_AUTH_REMOTE_URL", url);
  }
}
