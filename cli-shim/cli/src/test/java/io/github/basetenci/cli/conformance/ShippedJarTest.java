package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.Ended;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import org.junit.jupiter.api.Test;

/** The command as it is shipped, in a process of its own. Runs after the jar is packaged. */
class ShippedJarTest {
  @Fixture private Bench bench;

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void theToolsReportItsLoginAndItsLogout() {
    Ended login = bench.jar(bench.key() + "\n", "auth", "login", "--api-key-stdin");
    login.prints("Logged in as " + Bench.EMAIL + " (acme) as profile baseten\n");

    bench.truss("whoami").prints("acme\\" + Bench.EMAIL + "\n");
    bench.baseten("auth", "status", "-q", ".profile").prints("\"baseten\"\n");

    bench.jar("", "auth", "logout").prints("Logged out baseten\n");
    bench.truss("auth", "status").failsWith(1, "No remotes configured.");
    bench.baseten("auth", "status").failsWith(1, "not logged in");
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void itReportsTheirLoginsAndTheirLogouts() {
    bench.truss("login", "--api-key", bench.key()).exits(0);
    bench.basetenLogin(bench.key(), "ci").exits(0);

    assertThat(bench.jar("", "auth", "status").exits(0).out())
        .contains("truss    logged in as baseten", "baseten  logged in as ci")
        .doesNotContain(bench.key());
    assertThat(bench.jar("", "whoami").exits(0).out()).contains(Bench.EMAIL);

    bench.truss("auth", "logout").exits(0);
    bench.baseten("auth", "logout").exits(0);
    bench.jar("", "auth", "status").failsWith(1, "not logged in");
  }
}
