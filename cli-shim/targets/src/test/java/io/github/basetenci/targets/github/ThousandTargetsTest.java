package io.github.basetenci.targets.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.FileJournal;
import io.github.basetenci.rotation.KeyServer;
import io.github.basetenci.rotation.LocalLogins;
import io.github.basetenci.rotation.NewKeyFile;
import io.github.basetenci.rotation.Overlap;
import io.github.basetenci.rotation.Rotation;
import io.github.basetenci.rotation.RotationException;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationRequest;
import io.github.basetenci.rotation.RotationSettings;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.rotation.TargetProgress;
import io.github.basetenci.rotation.TargetProgress.Step;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.testing.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation of a key that a thousand repositories have, of which one in twenty fails. */
class ThousandTargetsTest {
  private static final int COUNT = 1000;
  private static final int PARALLEL = 8;
  private static final String OLD = "oldkey01.NotARealSecretNotARealSecret0001";
  private static final Duration OVERLAP = Duration.ofHours(24);

  /**
   * By the clock of the test, which threads that begin to wait one after the other move on twice.
   */
  private static final Duration PATIENCE = Duration.ofDays(7);

  @TempDir Path directory;
  @Fixture private GitHubWorld world;
  @AutoClose private Sandbox sandbox;
  private GitHubLimits limits;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeEach
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults().withKey(OLD, KeyType.WORKSPACE_MANAGE_ALL, null, "ci"));
    for (int i = 0; i < COUNT; i++) {
      world.github.hold(place(i), "KEY", OLD);
    }
    limits = new GitHubLimits(world::seconds, 1500);
  }

  @Test
  void theOldKeyLivesUntilTheLastRepositoryHasTheNewOne() throws Exception {
    world.github.rule(limits);
    world.github.rule(ThousandTargetsTest::failure);

    RotationException stopped =
        catchThrowableOfType(RotationException.class, () -> rotation().start(request()));

    assertThat(stopped).hasMessageStartingWith("50 of 1000 targets could not be written: ");
    RotationRecord record = stopped.record();
    assertThat(record.state()).isEqualTo(RotationState.VERIFIED);
    assertThat(problems(record)).isEqualTo(expectedProblems());
    assertThat(sandbox.accepts(OLD)).isTrue();
    String newKey = world.github.value(place(1), "KEY");
    assertThat(newKey).startsWith(record.newPrefix() + ".");
    assertThat(sandbox.accepts(newKey)).isTrue();
    for (int i = 0; i < COUNT; i++) {
      assertThat(world.github.value(place(i), "KEY")).isEqualTo(fails(i) ? OLD : newKey);
    }
    // Those that answer 500 and those that hang up are tried three times more.
    int repetitions = 3 * 30;
    assertThat(limits.refusals()).isPositive();
    assertThat(world.github.requests()).hasSize(3 * COUNT + repetitions + limits.refusals());
    assertThat(world.github.mostInFlight()).isLessThanOrEqualTo(PARALLEL);

    world.github.clearRules();
    world.github.clearRequests();
    RotationRecord waiting = rotation().resume(null);

    assertThat(waiting.state()).isEqualTo(RotationState.DRAINING);
    assertThat(world.github.requests()).hasSize(2 * 50);
    assertThat(sandbox.accepts(OLD)).isTrue();

    now = now.plus(OVERLAP);
    assertThat(rotation().resume(null).state()).isEqualTo(RotationState.DONE);

    assertThat(sandbox.accepts(OLD)).isFalse();
    for (int i = 0; i < COUNT; i++) {
      assertThat(world.github.value(place(i), "KEY")).isEqualTo(newKey);
    }
  }

  @Test
  void aThousandTargetsAndTheirGitHubFitIntoASmallHeap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                ThousandTargetsTest.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();

    assertThat(process.waitFor()).as(Files.readString(directory.resolve("output"))).isZero();
  }

  /**
   * The whole rotation in this process.
   *
   * @param args an empty directory
   */
  public static void main(String[] args) throws Exception {
    ThousandTargetsTest test = new ThousandTargetsTest();
    test.directory = Files.createDirectory(Path.of(args[0], "small"));
    test.world = new GitHubWorld();
    test.start();
    test.theOldKeyLivesUntilTheLastRepositoryHasTheNewOne();
    System.exit(0);
  }

  @Test
  void aMisspeltNameAmongAThousandIsFoundBeforeAKeyIsMade() throws Exception {
    world.github.rule(
        r -> r.equals("GET " + place(7) + "/KEY") ? Reply.of(404, "Not Found") : null);

    RotationException refused =
        catchThrowableOfType(RotationException.class, () -> rotation().start(request()));

    assertThat(refused).hasMessageContaining("the token sees no secret KEY in acme/r7");
    assertThat(sandbox.requests()).noneMatch(request -> request.method().equals("POST"));
    assertThat(world.github.requests()).hasSize(COUNT).allMatch(r -> r.startsWith("GET"));
  }

  private Rotation rotation() throws Exception {
    GitHubSecrets secrets = world.secrets(FakeGitHub.TOKEN, PATIENCE);
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      SecretAddress address = SecretAddress.parse("github:acme/r" + i + "/KEY");
      targets.add(new GitHubSecretTarget(secrets, address));
    }
    KeyServer server =
        KeyServer.at(
            sandbox.url(),
            key ->
                new ManagementApi(
                    TestHttp.transport(), sandbox.url(), key, TestHttp.farAway(), time -> {}));
    return new Rotation(
        server,
        ApiKey.of(sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS)),
        new RotationSettings(
            FileJournal.of(directory, "oldkey01", new StoreFiles()),
            new NewKeyFile(directory.resolve("held"), new StoreFiles(), key -> {}),
            targets,
            LocalLogins.NONE,
            new Overlap(OVERLAP, () -> now),
            PARALLEL,
            new RotationSettings.Surroundings(() -> now, time -> {}, note -> {})));
  }

  private static RotationRequest request() {
    return new RotationRequest("oldkey01", false, OVERLAP);
  }

  private static String place(int number) {
    return "/repos/acme/r" + number + "/actions/secrets";
  }

  /** One in twenty: twenty for want of a permission, fifteen with 500, fifteen by hanging up. */
  private static boolean fails(int number) {
    return number % 20 == 0;
  }

  private static Reply failure(String request) {
    if (!request.startsWith("PUT")) {
      return null;
    }
    int number = Integer.parseInt(request.replaceAll("^PUT /repos/acme/r([0-9]+)/.*", "$1"));
    if (!fails(number)) {
      return null;
    }
    return number < 400
        ? Reply.of(403, "Resource not accessible by integration")
        : number < 700 ? Reply.of(500, "Server Error") : Reply.of(0, "");
  }

  private static Map<String, String> expectedProblems() {
    Map<String, String> problems = new TreeMap<>();
    for (int i = 0; i < COUNT; i += 20) {
      problems.put(
          "github:acme/r" + i + "/KEY",
          i < 400
              ? "the token needs the permission secrets: write"
              : i < 700
                  ? "answered PUT /repos/acme/r"
                      + i
                      + "/actions/secrets/KEY with HTTP 500 (Server Error)"
                  : "closed the connection before its answer was complete");
    }
    return problems;
  }

  /** The telling part of the problem of each target that has one. */
  private static Map<String, String> problems(RotationRecord record) {
    Map<String, String> problems = new TreeMap<>();
    record
        .targets()
        .forEach(
            (name, progress) -> {
              if (progress.step() != Step.WRITTEN) {
                problems.put(name, telling(progress));
              }
            });
    return problems;
  }

  private static String telling(TargetProgress progress) {
    String problem = progress.problem();
    if (problem.contains("; the token")) {
      return problem.substring(problem.indexOf("; the token") + 2);
    }
    return problem
        .replaceFirst("^127\\.0\\.0\\.1:[0-9]+ ", "")
        .replaceFirst("; whether the PUT took effect is unknown$", "");
  }
}
