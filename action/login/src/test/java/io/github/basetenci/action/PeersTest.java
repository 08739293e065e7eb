package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.PERSONAL_KEY;
import static io.github.basetenci.action.ActionWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.EmulatedJob;
import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.sandbox.GitHubJob;
import io.github.basetenci.sandbox.Scheme;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import io.github.basetenci.testing.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The released tools, in a step on the host and as the runner's user, are logged in. */
class PeersTest {
  private static final String EMAIL = "admin@sandbox.example";

  @TempDir Path directory;
  private ActionWorld world;

  @BeforeEach
  void begin() throws IOException {
    world = new ActionWorld(directory);
    withoutKeyring(world.job()).set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", world.url());
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @NeedsPeers(Peer.TRUSS)
  @ParameterizedTest
  @ValueSource(strings = {"files", "env", "both"})
  void trussIsLoggedInUntilPost(String export) {
    Stage main = world.login("api-key", PERSONAL_KEY, "export", export);
    assertThat(main.code()).as(main.text()).isZero();

    assertThat(text(run(Peer.TRUSS, "whoami"))).contains("acme\\" + EMAIL);

    world.job().end();
    assertThat(run(Peer.TRUSS, "whoami").code()).isNotZero();
  }

  @NeedsPeers(Peer.BASETEN)
  @ParameterizedTest
  @ValueSource(strings = {"files", "env", "both"})
  void basetenIsLoggedInUntilPost(String export) {
    Stage main = world.login("api-key", PERSONAL_KEY, "export", export);
    assertThat(main.code()).as(main.text()).isZero();

    assertThat(text(run(Peer.BASETEN, "whoami"))).contains(EMAIL);

    world.job().end();
    assertThat(run(Peer.BASETEN, "whoami").code()).isNotZero();
  }

  @NeedsPeers({Peer.TRUSS, Peer.BASETEN})
  @Test
  void aMintedKeyIsAsGoodAsItsTypeUntilPost() {
    for (Peer peer : new Peer[] {Peer.TRUSS, Peer.BASETEN}) {
      assertThat(world.mint("ephemeral-type", "WORKSPACE_MANAGE_ALL").code()).isZero();
      assertThat(text(run(peer, "whoami"))).contains("acme");
      world.job().end();
      assertThat(run(peer, "whoami").code()).isNotZero();

      assertThat(world.mint("ephemeral-type", "WORKSPACE_INVOKE").code()).isZero();
      Engine.Ran refused = run(peer, "whoami");
      assertThat(refused.code()).isNotZero();
      assertThat(text(refused)).contains("PERMISSION_DENIED");
      world.job().end();
    }
  }

  @NeedsPeers(Peer.TRUSS)
  @ParameterizedTest
  @CsvSource({"files,false", "files,true", "env,false"})
  void trussIsLoggedInWithoutAnyKeyUntilPost(String export, boolean immutable) throws IOException {
    Path place = Files.createDirectory(directory.resolve("keyless"));
    GitHubJob job = immutable ? KeylessWorld.JOB.withImmutableSubject() : KeylessWorld.JOB;
    try (KeylessWorld keyless = new KeylessWorld(place, job)) {
      withoutKeyring(keyless.job());
      Stage main = keyless.login("export", export);
      assertThat(main.code()).as(main.text()).isZero();
      String[] command = {Peers.path(Peer.TRUSS).toString(), "whoami"};
      Map<String, Function<String[], Engine.Ran>> steps =
          Map.of(
              "a step on the host", keyless.job()::hostStep,
              "a later container action", keyless.job()::containerAction,
              "a step of a container job", keyless.job()::jobContainerStep);

      steps.forEach(
          (kind, step) -> {
            keyless.sandbox().clearRequests();
            Engine.Ran whoami = step.apply(command);
            assertThat(whoami.code()).as(kind + ": " + text(whoami)).isZero();
            assertThat(text(whoami)).as(kind).contains("acme");
            assertThat(keyless.sandbox().requests())
                .as(kind)
                .isNotEmpty()
                .allSatisfy(
                    request -> {
                      assertThat(request.scheme()).isEqualTo(Scheme.BEARER);
                      assertThat(request.credential().serviceAccount()).isEqualTo("deploy");
                      assertThat(request.userAgent()).startsWith("truss");
                    });
          });
      keyless.job().end();
      assertThat(keyless.job().hostStep(Peers.path(Peer.TRUSS).toString(), "whoami").code())
          .isNotZero();
    }
  }

  @NeedsPeers(Peer.TRUSS)
  @Test
  void aPushOfTrussSendsTheTokenUpToWhereTheSandboxEnds() throws IOException {
    Path place = Files.createDirectory(directory.resolve("keyless"));
    try (KeylessWorld keyless = new KeylessWorld(place)) {
      withoutKeyring(keyless.job());
      assertThat(keyless.login().code()).isZero();
      Path model = Files.createDirectory(keyless.job().workspace().resolve("model"));
      Files.writeString(model.resolve("model.py"), "class Model:\n    pass\n");
      Files.writeString(keyless.job().workspace().resolve("config.yaml"), "model_name: m\n");
      keyless.sandbox().clearRequests();

      Engine.Ran push =
          keyless.job().hostStep(Peers.path(Peer.TRUSS).toString(), "push", "--non-interactive");

      // The sandbox runs no models.
      assertThat(text(push)).contains("The sandbox answers whoami alone.");
      assertThat(keyless.sandbox().requests())
          .isNotEmpty()
          .allSatisfy(
              request -> {
                assertThat(request.path()).isEqualTo("/graphql/");
                assertThat(request.scheme()).isEqualTo(Scheme.BEARER);
                assertThat(request.credential().serviceAccount()).isEqualTo("deploy");
              });
    }
  }

  @NeedsPeers(Peer.BASETEN)
  @Test
  void basetenIsLoggedInWithoutAnyKeyUntilPost() throws IOException {
    Path place = Files.createDirectory(directory.resolve("keyless"));
    try (KeylessWorld keyless = new KeylessWorld(place)) {
      withoutKeyring(keyless.job());
      keyless.job().set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", keyless.url());
      assertThat(keyless.login().code()).isZero();
      keyless.sandbox().clearRequests();

      Engine.Ran whoami = keyless.job().hostStep(Peers.path(Peer.BASETEN).toString(), "whoami");

      assertThat(whoami.code()).as(text(whoami)).isZero();
      assertThat(keyless.sandbox().requests())
          .isNotEmpty()
          .allMatch(request -> request.scheme() == Scheme.BEARER);
      keyless.job().end();
      assertThat(keyless.job().hostStep(Peers.path(Peer.BASETEN).toString(), "whoami").code())
          .isNotZero();
    }
  }

  /** No keyring for truss, and none for baseten, which finds it on the session bus. */
  private static EmulatedJob withoutKeyring(EmulatedJob job) {
    return job.set("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        .set("DBUS_SESSION_BUS_ADDRESS", "disabled:");
  }

  private Engine.Ran run(Peer peer, String... args) {
    String[] command = new String[args.length + 1];
    command[0] = Peers.path(peer).toString();
    System.arraycopy(args, 0, command, 1, args.length);
    return world.job().hostStep(command);
  }
}
