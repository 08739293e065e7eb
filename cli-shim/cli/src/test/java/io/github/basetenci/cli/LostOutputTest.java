package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.shim.World;
import io.github.basetenci.shim.command.StandardOutput;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that did not get out is no success. */
class LostOutputTest {
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", World.KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "auth --help",
        "auth login --help",
        "exec --help",
        "auth login -o json",
        "auth status",
        "auth status -o json",
        "auth status -o jsonl",
        "auth status -q .logged_in",
        "auth status --explain",
        "whoami",
        "profiles list",
        "keys list",
        "keys inspect",
        "secrets list --team marker -o json",
        "doctor --offline",
        "doctor --offline -o json",
        "completion bash",
        "completion -o json"
      })
  void aFullDiskIsOneLineAndNoSuccess(String line) {
    assertThat(world.run("auth", "login").code()).isZero();
    String[] args = line.split(" ");
    boolean fails = world.run(args).code() != 0;

    World.Run run = world.runInto(broken("No space left on device"), "", args);

    if (fails) {
      assertThat(run.code()).isNotZero();
    } else {
      assertThat(run.code()).as(run.err()).isEqualTo(1);
      assertThat(run.err())
          .endsWith("standard output cannot be written: No space left on device\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "auth status", "whoami -o json", "completion zsh", "keys list"})
  void whenNobodyReadsAnyMoreItEndsQuietlyAsByTheSignal(String line) {
    World.Run run = world.runInto(broken("Broken pipe"), "", line.split(" "));

    assertThat(run.code()).isEqualTo(141);
    assertThat(run.err()).doesNotContain("standard output");
  }

  @Test
  void aFailureOfTheCommandKeepsItsCode() {
    world.set("BASETEN_API_KEY", "refusedk.0123456789ABCDEFGHIJKLMNOPQRSTUV");

    World.Run run = world.runInto(broken("Broken pipe"), "", "whoami");

    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void nothingToPrintIsNothingLost() {
    World.Run run = world.runInto(broken("No space left on device"), "", "whoami", "-o", "none");

    assertThat(run.code()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "auth status", "doctor --offline -o json", "completion bash"})
  void theRealDiskThatIsFull(String line) throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");

    assertThat(shell("exec \"$@\" >/dev/full", line.split(" ")))
        .isEqualTo("standard output cannot be written: No space left on device\n1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "completion bash"})
  void theRealPipeThatNobodyReads(String line) throws Exception {
    // The reader is gone before the command starts.
    assertThat(
            shell(
                "{ read -r go <&3; exec \"$@\"; } 3<\"$HOME/go\" | { exec <&-; echo >\"$HOME/go\"; }"
                    + "; exit ${PIPESTATUS[0]}",
                line.split(" ")))
        .isEqualTo("141");
  }

  @Test
  void aClosedStandardOutputIsSaidToo() throws Exception {
    assertThat(shell("exec \"$@\" >&-", "auth", "status"))
        .isEqualTo("standard output cannot be written: Bad file descriptor\n1");
  }

  private static PrintStream broken(String reason) {
    return new StandardOutput(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(reason);
          }
        });
  }

  /** What the command wrote on standard error, and its exit code. */
  private String shell(String line, String... args) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "mkfifo \"$HOME/go\"; " + line, "bash");
    builder.command().add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
    builder.command().add(Main.class.getName());
    builder.command().addAll(List.of(args));
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    builder.environment().put("PATH", System.getenv("PATH"));
    Process process = builder.start();
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return err + process.waitFor();
  }
}
