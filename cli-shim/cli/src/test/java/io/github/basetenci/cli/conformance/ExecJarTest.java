package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.Ended;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import io.github.basetenci.testing.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The released tools inside {@code exec}, for a user who is logged in elsewhere and inherits what
 * other jobs left in the environment: they see this login alone.
 */
class ExecJarTest {
  private static final String OWN_TRUSSRC =
      "# mine\n[baseten]\nremote_provider = baseten\nremote_url = https://app.baseten.co\n"
          + "auth_type = api_key\napi_key = personal.aaaaaaaaaaaaaaaaaaaaaaaa\nteam = mine\n\n";
  private static final String OWN_AUTH_JSON =
      "{\n  \"version\": 1,\n  \"current\": \"me\",\n  \"profiles\": {\n    \"me\": {\n"
          + "      \"remote_url\": \"https://app.baseten.co\",\n"
          + "      \"auth_type\": \"api_key\",\n"
          + "      \"api_key\": \"personal.aaaaaaaaaaaaaaaaaaaaaaaa\"\n    }\n  }\n}\n";
  private static final String OTHER_JOBS_TRUSSRC =
      "[other]\nremote_provider = baseten\nremote_url = https://app.baseten.co\napi_key = o.b\n";

  @TempDir Path temporary;
  @Fixture private Bench bench;
  private Path otherJob;

  @BeforeEach
  void begin() throws IOException {
    otherJob = bench.world().home().resolve("other-job");
    bench.given(bench.trussrc(), OWN_TRUSSRC);
    bench.given(bench.authJson(), OWN_AUTH_JSON);
    bench.given(otherJob, OTHER_JOBS_TRUSSRC);
    bench
        .world()
        .set("BASETEN_API_KEY", bench.key())
        .set("BASETEN_PROFILE", "me")
        .set("USER_TRUSSRC_PATH", otherJob.toString())
        .set("BASETEN_TRUSS_AUTH_API_KEY", "oldpair1.cccccccccccccccccccccccc")
        .set("BASETEN_TRUSS_AUTH_REMOTE_URL", "https://app.baseten.co")
        .set("TMPDIR", temporary.toString());
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussSeesThisLoginAlone() throws IOException {
    String truss = Peers.path(Peer.TRUSS).toString();

    assertThat(exec(truss, "auth", "status").exits(0).out())
        .contains("remote: baseten\n", "remote_url: " + bench.url(), "source: trussrc-inline");
    exec(truss, "whoami").prints("acme\\" + Bench.EMAIL + "\n");

    assertTheUsersOwnFilesAreAsTheyWere();
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void withHalfAPairInheritedTrussWorksToo() throws IOException {
    bench.world().unset("BASETEN_TRUSS_AUTH_REMOTE_URL");

    exec(Peers.path(Peer.TRUSS).toString(), "whoami").prints("acme\\" + Bench.EMAIL + "\n");

    assertTheUsersOwnFilesAreAsTheyWere();
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void fileLessTrussSeesThisLoginAlone() throws IOException {
    String truss = Peers.path(Peer.TRUSS).toString();

    Ended status =
        bench.jar("", "exec", "--allow-unknown-remote", "--file-less", truss, "auth", "status");

    assertThat(status.exits(0).out())
        .contains("remote_url: " + bench.url(), "source: BASETEN_TRUSS_AUTH_API_KEY");
    assertTheUsersOwnFilesAreAsTheyWere();
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void basetenSeesThisLoginAlone() throws IOException {
    String baseten = Peers.path(Peer.BASETEN).toString();

    assertThat(exec(baseten, "auth", "status").exits(0).out())
        .contains("Using API key from BASETEN_API_KEY", bench.url());
    assertThat(exec("env", "-u", "BASETEN_API_KEY", baseten, "auth", "status").exits(0).out())
        .startsWith("baseten\n")
        .contains(bench.url());
    exec(baseten, "auth", "status", "--profile", "me").failsWith(1, "profile \"me\" not found");

    assertTheUsersOwnFilesAreAsTheyWere();
  }

  @Test
  @NeedsPeers(Peer.BASETEN)
  void ofSeveralLoginsBasetenTakesTheOneItIsTold() {
    bench.world().set("SECOND", World.KEY);
    String baseten = Peers.path(Peer.BASETEN).toString();

    Ended status =
        bench.jar(
            "",
            "exec",
            "--api-key-env",
            "BASETEN_API_KEY",
            "--remotes",
            "remote=second,key-env=SECOND,remote-url=https://app.staging.baseten.co",
            "--no-verify",
            baseten,
            "auth",
            "status",
            "--profile",
            "second");

    assertThat(status.exits(0).out())
        .startsWith("second\n")
        .contains("https://app.staging.baseten.co");
  }

  private Ended exec(String... command) {
    String[] line =
        Stream.concat(Stream.of("exec", "--allow-unknown-remote", "--"), Stream.of(command))
            .toArray(String[]::new);
    return bench.jar("", line);
  }

  private void assertTheUsersOwnFilesAreAsTheyWere() throws IOException {
    assertThat(bench.read(bench.trussrc())).isEqualTo(OWN_TRUSSRC);
    assertThat(bench.read(bench.authJson())).isEqualTo(OWN_AUTH_JSON);
    assertThat(bench.read(otherJob)).isEqualTo(OTHER_JOBS_TRUSSRC);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("baseten-ci")))
          .isEmpty();
    }
  }
}
