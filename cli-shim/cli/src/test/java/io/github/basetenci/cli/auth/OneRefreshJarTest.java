package io.github.basetenci.cli.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped jar in many processes, when the token of a login by browser ends. */
class OneRefreshJarTest {
  private static final Path JAR = Path.of("target", "baseten-ci.jar").toAbsolutePath();
  private static final int AT_A_TIME = 24;

  @Fixture private World world;

  @Test
  void processesThatBeginTogetherSpendOneRefreshToken() throws Exception {
    assertOneRefresh(AT_A_TIME);
  }

  @Test
  @Tag("long")
  void twoHundredProcessesSpendOneRefreshToken() throws Exception {
    assertOneRefresh(200);
  }

  private void assertOneRefresh(int processes) throws Exception {
    World.Run login = world.confirmsLogins().run("login", "--browser");
    assertThat(login.code()).as(login.err()).isZero();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String before =
        world
            .read(world.authJson())
            .replaceFirst("\"expiry\": \"[^\"]*\"", "\"expiry\": \"" + now + "\"");
    assertThat(before).contains(now);
    world.authJson(before);
    world.sandbox().clearRequests();

    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      Callable<String> command = this::whoami;
      for (Future<String> run : threads.invokeAll(Collections.nCopies(processes, command))) {
        assertThat(run.get()).contains("admin@sandbox.example").endsWith("exit 0");
      }
    } finally {
      threads.shutdownNow();
    }

    List<String> paths = world.sandbox().requests().stream().map(RequestEntry::path).toList();
    assertThat(paths).filteredOn("/v1/users/auth/device/token"::equals).hasSize(1);
    assertThat(paths).filteredOn("/v1/users/me"::equals).hasSize(processes);
    assertThat(world.read(world.authJson())).doesNotContain(now);
  }

  private String whoami() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString(),
                "whoami")
            .directory(world.home().toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    Process process = builder.start();
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return shown + "exit " + process.waitFor();
  }
}
