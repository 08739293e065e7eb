package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Runs scripts of pages and examples, which find {@code baseten-ci} from the classes under test.
 */
public final class Scripts {
  private Scripts() {}

  /** Lets the scripts of a world find the command; returns the directory where it is. */
  public static Path putCommandOnPath(World world) throws IOException {
    Path bin = Files.createDirectory(world.home().resolve("bin"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    program(
        bin.resolve("baseten-ci"),
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
            .formatted(java, System.getProperty("java.class.path"), Main.class.getName()));
    world.set("PATH", bin + ":" + System.getenv("PATH"));
    return bin;
  }

  /** Writes a script that can be run by its name. */
  public static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  /** What a command that succeeds prints, on both streams, in the home and the environment. */
  public static String output(World world, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(world.home().toFile());
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    Path output = world.home().resolve("output");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    int code = Await.exitCode(process);
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(code).as(text).isZero();
    return text;
  }
}
