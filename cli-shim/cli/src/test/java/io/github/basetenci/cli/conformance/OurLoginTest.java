package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** After our login the released tools report it. */
class OurLoginTest {
  @Fixture private Bench bench;

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussReportsOurLogin() {
    bench.ourLogin(bench.key()).exits(0);

    bench
        .truss("auth", "status")
        .prints(
            """
            remote: baseten
            remote_url: %s
            auth_type: api_key
            source: trussrc-inline
            """
                .formatted(bench.url()));
    bench.truss("whoami").prints("acme\\" + Bench.EMAIL + "\n");
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void basetenReportsOurLogin() {
    bench.ourLogin(bench.key()).exits(0);

    bench
        .baseten("auth", "status", "-o", "json")
        .prints(
            """
            {
              "profile": "baseten",
              "remote_url": "%s",
              "auth_type": "api_key"
            }
            """
                .formatted(bench.url()));
    assertThat(bench.baseten("api", "management", "/v1/users/me").exits(0).out())
        .contains(Bench.EMAIL);
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void basetenWhoamiReportsOurLogin() {
    bench.ourLogin(bench.key()).exits(0);
    assumeTrue(
        bench.basetenHasWhoami(), "this baseten is older than v0.3.0 and has no whoami command");

    assertThat(bench.baseten("whoami").exits(0).out())
        .contains(Bench.EMAIL)
        .isEqualTo(bench.ours("whoami").exits(0).out());
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void remoteProfileAndTeamAreTheOnesAskedFor() {
    bench.ourLogin(bench.key(), "--remote", "demo", "--profile", "ci", "--team", "vision").exits(0);

    assertThat(bench.truss("auth", "status").exits(0).out()).startsWith("remote: demo\n");
    bench.baseten("auth", "status", "-q", ".profile").prints("\"ci\"\n");
    bench
        .trussPython(
            "from truss.remote.remote_factory import RemoteFactory as f;"
                + "print(f.get_remote_team('demo'))")
        .prints("vision\n");
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void ofSeveralLoginsEachToolTakesTheOneItIsTold() {
    bench.ourLogin(World.OTHER_KEY, "--remote", "one").exits(0);
    bench.ourLogin(bench.key(), "--remote", "two").exits(0);

    bench.truss("auth", "status").failsWith(2, "Multiple remotes available.");
    assertThat(bench.ourStores()).containsExactly("truss several_remotes", "baseten logged_in two");
    bench.truss("whoami", "--remote", "two").prints("acme\\" + Bench.EMAIL + "\n");
    bench.baseten("auth", "status", "-q", ".profile").prints("\"two\"\n");
    bench.baseten("auth", "status", "--profile", "one", "-q", ".profile").prints("\"one\"\n");
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void aSectionWrittenByHandIsLoggedInWithNothingElseChanged() throws IOException {
    String text =
        """
        # by hand
        [baseten]
        remote_provider = baseten
        ; the old key
        API_KEY: %s
        team = vision
        REMOTE_URL = %s
        """;
    bench.given(bench.trussrc(), text.formatted("old.old", bench.url()));

    bench.ourLogin(bench.key(), "--store", "truss").exits(0);

    assertThat(bench.read(bench.trussrc()))
        .isEqualTo(text.formatted(bench.key(), bench.url()) + "auth_type = api_key\n");
    assertThat(bench.truss("auth", "status").exits(0).out()).contains("auth_type: api_key\n");
  }

  @Test
  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  void filesThatOthersCouldReadAreOursAloneAndStaySoWhenTheToolsWrite() throws IOException {
    bench.given(bench.trussrc(), "");
    bench.given(bench.authJson(), "{\"profiles\": {}}");

    assertThat(bench.ourLogin(World.OTHER_KEY).exits(0).err())
        .contains(bench.trussrc().toString(), bench.authJson().toString(), "0600");
    bench.truss("auth", "login", "--api-key", World.KEY, "--remote", "demo").exits(0);
    bench.basetenLogin(World.KEY, "demo").exits(0);

    assertThat(mode(bench.trussrc())).isEqualTo("rw-------");
    assertThat(mode(bench.authJson())).isEqualTo("rw-------");
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void withALabelBasetenReadsTheProfileAndDropsTheOlderLayoutWhenItWrites() throws IOException {
    bench.ourLogin(bench.key(), "--label", "bot").exits(0);

    bench.baseten("auth", "status", "-q", ".profile").prints("\"bot\"\n");
    assertThat(bench.read(bench.authJson())).contains("\"hosts\"", "\"active_user\": \"bot\"");
    bench.baseten("auth", "switch", "--profile", "bot").exits(0);
    assertThat(bench.read(bench.authJson())).contains("\"profiles\"").doesNotContain("\"hosts\"");
    assertThat(bench.ourStores()).contains("baseten logged_in bot");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
