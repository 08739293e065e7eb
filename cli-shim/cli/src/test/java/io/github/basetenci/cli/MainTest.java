package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainTest {
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", World.KEY);
  }

  @Test
  void theExitCodeOfTheProcessIsThatOfTheCommand() throws Exception {
    Process process = start("login", "--output", "yaml");

    assertThat(text(process.getErrorStream())).startsWith("invalid value for --output: use one of");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void aSignalEndsTheRunWith130AndNothingIsStored() throws Exception {
    Fault late = Fault.of(Fault.Kind.DELAY, "GET", "/v1/users/me");
    world.sandbox().fault(late.delay(Duration.ofSeconds(100)));
    Process process = start("login", "--log", "debug");
    // The run says where it calls just before it does.
    assertThat(process.errorReader().readLine()).startsWith("Management calls go to ");

    process.toHandle().destroy();

    assertThat(process.errorReader().lines()).containsExactly("Canceled.");
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(text(process.getInputStream())).isEmpty();
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  /** The signal comes when the login of truss is confirmed, and that of baseten is not. */
  @Test
  void aSignalEndsWhatALoginByBrowserHasBegunAtTheServer() throws Exception {
    Process process = start("login", "--web");
    BufferedReader lines = process.errorReader();
    for (int login = 1; login <= 2; login++) {
      String line = lines.readLine();
      while (!line.startsWith("Waiting for the confirmation")) {
        line = lines.readLine();
      }
      if (login == 1) {
        world.sandbox().waitingLogins().forEach(world.sandbox()::approve);
      }
    }

    process.toHandle().destroy();

    assertThat(lines.lines()).containsExactly("Canceled.");
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(world.sandbox().requests())
        .last()
        .satisfies(
            request -> {
              assertThat(request.path()).isEqualTo("/v1/users/auth/logout");
              assertThat(request.status()).isEqualTo(200);
            });
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  private Process start(String... args) throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().add("-cp");
    builder.command().add(System.getProperty("java.class.path"));
    builder.command().add(Main.class.getName());
    builder.command().addAll(java.util.List.of(args));
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    return builder.start();
  }

  private static String text(java.io.InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}
