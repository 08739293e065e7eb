package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** After a logout on either side the other side reports it. */
class LogoutTest {
  @Fixture private Bench bench;

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void afterOurLogoutBothToolsAreLoggedOut() throws IOException {
    bench.ourLogin(bench.key(), "--remote", "demo").exits(0);

    bench.ours("logout").prints("Logged out demo\n");

    bench.truss("auth", "status").failsWith(1, "No remotes configured.");
    bench.baseten("auth", "status").failsWith(1, "not logged in");
    assertThat(storedFiles()).isZero();
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void ourLogoutEndsTheirLogins() throws IOException {
    bench.truss("login", "--api-key", bench.key()).exits(0);
    bench.basetenLogin(bench.key(), "ci").exits(0);

    bench.ours("logout", "--all").exits(0);

    bench.truss("auth", "status").failsWith(1, "No remotes configured.");
    bench.baseten("auth", "status").failsWith(1, "not logged in");
    assertThat(storedFiles()).isZero();
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void theirLogoutsEndOurLoginOneToolAfterTheOther() {
    bench.ourLogin(bench.key()).exits(0);

    bench.truss("auth", "logout").prints("\ud83d\udc4b Logged out of remote `baseten`.\n");
    assertThat(bench.ourStores())
        .containsExactly("truss not_logged_in", "baseten logged_in baseten");

    bench.baseten("auth", "logout").prints("Logged out baseten\n");
    bench.ours("auth", "status").failsWith(1, "not logged in");
    bench.ours("logout").failsWith(1, "nothing to log out of");
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void aLogoutOfOneLoginLeavesTheOther() {
    bench.ourLogin(World.OTHER_KEY, "--remote", "one").exits(0);
    bench.ourLogin(bench.key(), "--remote", "two").exits(0);

    bench.ours("logout", "--remote", "one").prints("Logged out one\n");

    bench.truss("whoami").prints("acme\\" + Bench.EMAIL + "\n");
    bench.baseten("auth", "status", "-q", ".profile").prints("\"two\"\n");
    assertThat(bench.ourStores()).containsExactly("truss logged_in two", "baseten logged_in two");
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void afterALogoutOfTheCurrentProfileNoOtherOneIsCurrent() {
    bench.ourLogin(World.OTHER_KEY, "--remote", "one").exits(0);
    bench.ourLogin(bench.key(), "--remote", "two").exits(0);

    bench.ours("logout").prints("Logged out two\n");

    bench.baseten("auth", "status").failsWith(1, "not logged in");
    bench.baseten("auth", "status", "--profile", "one", "-q", ".profile").prints("\"one\"\n");
    assertThat(bench.ourStores()).containsExactly("truss logged_in one", "baseten not_logged_in");
  }

  private long storedFiles() throws IOException {
    try (var files = Files.walk(bench.world().home())) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
