package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much longer the command takes to start than a JVM that does nothing, measured side by side:
 * absolute times depend on the machine and its load, the ratio hardly.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/baseten-ci is a shell script")
class StartupJarTest {
  private static final int PAIRS = 15;

  /** The flags that bin/baseten-ci gives the JVM. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "-Xmx128m",
          "-XX:CompressedClassSpaceSize=32m",
          "-XX:ReservedCodeCacheSize=32m");

  @TempDir Path home;

  /** A program that does nothing. */
  public static final class Nothing {
    private Nothing() {}

    public static void main(String[] args) {}
  }

  @Test
  @Tag("long")
  void versionTakesAtMostSixTimesAJvmThatDoesNothing() throws Exception {
    try (World world = new World(home)) {
      world.set("PATH", System.getenv("PATH")).set("BASETEN_API_KEY", World.KEY);
      String command = Path.of("..", "..", "bin", "baseten-ci").toAbsolutePath().toString();
      String classes =
          new File(Nothing.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toString();
      List<String> nothing = new ArrayList<>(List.of("java"));
      nothing.addAll(FLAGS);
      nothing.addAll(List.of("-cp", classes, Nothing.class.getName()));
      List<String> version = List.of(command, "--version");
      List<String> login = List.of(command, "auth", "login");

      double[] versionRatio = new double[PAIRS];
      double[] loginRatio = new double[PAIRS];
      double[] floor = new double[PAIRS];
      time(world, version);
      time(world, login);
      for (int i = 0; i < PAIRS; i++) {
        floor[i] = time(world, nothing);
        versionRatio[i] = time(world, version) / floor[i];
        loginRatio[i] = time(world, login) / floor[i];
      }

      String figures =
          String.format(
              Locale.ROOT,
              "median of %d interleaved rounds: nothing %.0f ms, --version %.1f times, a login"
                  + " against the sandbox %.1f times",
              PAIRS,
              median(floor),
              median(versionRatio),
              median(loginRatio));
      Files.writeString(Path.of("target", "startup.txt"), figures + "\n");
      assertThat(median(versionRatio)).as(figures).isLessThanOrEqualTo(6);
    }
  }

  private double time(World world, List<String> line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(line).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    builder.redirectErrorStream(true).redirectOutput(home.resolve("output").toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    int code = process.waitFor();
    double millis = (System.nanoTime() - start) / 1e6;
    assertThat(code).as(Files.readString(home.resolve("output"))).isZero();
    return millis;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
