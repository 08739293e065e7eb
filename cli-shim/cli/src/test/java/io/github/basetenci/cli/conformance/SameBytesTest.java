package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What we write has the bytes that the tool itself would have written. */
class SameBytesTest {
  @Fixture private Bench bench;

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussWritesOurTrussrcOnceMore() throws IOException {
    bench.ourLogin(World.OTHER_KEY, "--remote", "z").exits(0);
    bench.ourLogin(bench.key(), "--remote", "a").exits(0);
    String ours = bench.read(bench.trussrc());

    bench.truss("auth", "login", "--remote", "a", "--api-key", bench.key()).exits(0);

    assertThat(bench.read(bench.trussrc())).isEqualTo(ours);
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void ourLoginOverATrussLoginWithTheSameKeyChangesNoByte() throws IOException {
    bench.given(bench.trussrc(), "[baseten]\nremote_url = " + bench.url() + "\n");
    bench.truss("login", "--api-key", bench.key()).exits(0);
    String theirs = bench.read(bench.trussrc());

    bench.ourLogin(bench.key()).exits(0);

    assertThat(bench.read(bench.trussrc())).isEqualTo(theirs);
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void basetenWritesOurAuthJsonOnceMore() throws IOException {
    bench.ourLogin(World.OTHER_KEY, "--profile", "z", "--remote", "r").exits(0);
    bench.ourLogin(bench.key(), "--profile", "a \u00e9 <&>", "--remote", "r").exits(0);
    String ours = bench.read(bench.authJson());

    bench.baseten("auth", "switch", "--profile", "a \u00e9 <&>").exits(0);

    assertThat(bench.read(bench.authJson())).isEqualTo(ours);
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void ourLoginOverABasetenLoginWithTheSameKeyChangesNoByte() throws IOException {
    bench.basetenLogin(World.OTHER_KEY, "other").exits(0);
    bench.basetenLogin(bench.key(), "ci").exits(0);
    String theirs = bench.read(bench.authJson());

    bench.ourLogin(bench.key(), "--profile", "ci").exits(0);

    assertThat(bench.read(bench.authJson())).isEqualTo(theirs);
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void ourLogoutLeavesTheAuthJsonThatBasetenWouldLeave() throws IOException {
    bench.basetenLogin(World.OTHER_KEY, "other").exits(0);
    bench.basetenLogin(bench.key(), "ci").exits(0);
    String before = bench.read(bench.authJson());
    bench.baseten("auth", "logout").exits(0);
    String theirs = bench.read(bench.authJson());
    bench.given(bench.authJson(), before);

    bench.ours("logout").exits(0);

    assertThat(bench.read(bench.authJson())).isEqualTo(theirs);
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void ourLogoutLeavesTheTrussrcThatTrussWouldLeave() throws IOException {
    bench.ourLogin(World.OTHER_KEY, "--remote", "other", "--store", "truss").exits(0);
    bench.ourLogin(bench.key(), "--remote", "demo", "--store", "truss").exits(0);
    String before = bench.read(bench.trussrc());
    bench.truss("auth", "logout", "--remote", "other").exits(0);
    String theirs = bench.read(bench.trussrc());
    bench.given(bench.trussrc(), before);

    bench.ours("logout", "--remote", "other").exits(0);

    assertThat(bench.read(bench.trussrc())).isEqualTo(theirs);
  }
}
