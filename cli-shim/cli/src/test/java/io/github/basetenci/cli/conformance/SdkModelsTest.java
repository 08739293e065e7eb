package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.Scheme;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.Ended;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import io.github.basetenci.testing.peers.Peers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models of the official Python client judge what the sandbox answers. */
class SdkModelsTest {
  @Fixture private Sandbox sandbox;
  @TempDir private Path home;

  @Test
  @NeedsPeers(Peer.BASETEN_SDK)
  void theOfficialModelsParseEveryAnswerOfTheSandbox() throws Exception {
    Path script =
        Path.of(Objects.requireNonNull(SdkModelsTest.class.getResource("/sdk/models.py")).toURI());

    Ended ended =
        Ended.of(
            home,
            Map.of("HOME", home.toString()),
            "",
            List.of(
                Peers.path(Peer.BASETEN_SDK).toString(),
                script.toString(),
                sandbox.url().toString(),
                sandbox.key(KeyType.PERSONAL)));

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).hasSize(16);
    assertThat(sandbox.requests())
        .allMatch(request -> request.status() == 200)
        .allMatch(request -> request.credential().scheme() == Scheme.BEARER);
  }
}
