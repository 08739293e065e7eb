package io.github.basetenci.cli.conformance;

import static io.github.basetenci.shim.KeylessWorld.RULE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Scheme;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import io.github.basetenci.testing.peers.Peers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The released tools read a login with an access token, and send the token as {@code Bearer}. */
class TokenLoginTest {
  @Fixture private KeylessWorld keyless;
  private World world;
  private Bench bench;

  @BeforeEach
  void begin() {
    world = keyless.world();
    bench = Bench.in(world);
    world.set("PATH", System.getenv("PATH")).set("TMPDIR", world.home().toString());
    world.set("COLUMNS", "300").set("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring");
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussSendsTheTokenOfALoginAsBearer() {
    login();

    bench.truss("whoami").exits(0);

    assertLastIsOfTheServiceAccount("/graphql/");
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussStatusNamesTheLogin() {
    login();

    assertThat(bench.truss("auth", "status").exits(0).out())
        .contains("remote: baseten\n", "auth_type: oauth", "source: trussrc-inline");
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussUnderExecSendsTheTokenAsBearer() {
    World.Run run =
        world.run(
            "exec",
            "--allow-unknown-remote",
            "--trust-rule",
            RULE,
            "--",
            Peers.path(Peer.TRUSS).toString(),
            "whoami");

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(graphql())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(entry -> entry.credential().scheme() == Scheme.BEARER)
        .allMatch(entry -> entry.credential().serviceAccount().equals("ci-deployer"));
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussInVariablesAloneSendsTheTokenAsBearer() {
    World.Run run =
        world.run(
            "exec",
            "--allow-unknown-remote",
            "--file-less",
            "--trust-rule",
            RULE,
            "--",
            Peers.path(Peer.TRUSS).toString(),
            "whoami");

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertLastIsOfTheServiceAccount("/graphql/");
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void basetenSendsTheTokenOfALoginAsBearer() {
    login();

    if (bench.basetenHasWhoami()) {
      bench.baseten("whoami").exits(0);
      assertLastIsOfTheServiceAccount("/v1/users/me");
    }
    assertThat(bench.baseten("auth", "status").exits(0).out()).contains(world.url());
  }

  private void login() {
    World.Run run = world.run("auth", "login", "--trust-rule", RULE);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private List<RequestEntry> graphql() {
    return world.sandbox().requests().stream()
        .filter(entry -> entry.path().equals("/graphql/"))
        .toList();
  }

  private void assertLastIsOfTheServiceAccount(String path) {
    List<RequestEntry> all = world.sandbox().requests();
    RequestEntry last = all.get(all.size() - 1);
    assertThat(last.path()).isEqualTo(path);
    assertThat(last.status()).isEqualTo(200);
    assertThat(last.credential().scheme()).isEqualTo(Scheme.BEARER);
    assertThat(last.credential().serviceAccount()).isEqualTo("ci-deployer");
  }
}
