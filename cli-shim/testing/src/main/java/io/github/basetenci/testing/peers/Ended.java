package io.github.basetenci.testing.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A command that has ended, with its exit code and its output. */
public record Ended(List<String> command, int code, String out, String err) {
  /**
   * Runs a program with exactly this environment. Its standard input is a pipe, because baseten
   * treats {@code /dev/null} as a terminal.
   */
  public static Ended of(
      Path directory, Map<String, String> environment, String input, List<String> command) {
    try {
      Path out = Files.createTempFile("conformance", ".out");
      Path err = Files.createTempFile("conformance", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        feed(process, input);
        int code = Await.exitCode(process);
        return new Ended(command, code, Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A program that reads no input may have ended before the input was written.
    }
  }

  /**
   * Fails unless the command ended with this exit code. The failure shows everything that the
   * command printed.
   */
  public Ended exits(int expected) {
    assertThat(code).as("exit code of %s", this).isEqualTo(expected);
    return this;
  }

  /** Fails unless the command succeeded and printed exactly this. */
  public void prints(String expected) {
    exits(0);
    assertThat(out).as("standard output of %s", this).isEqualTo(expected);
  }

  /**
   * Fails unless the command ended with this exit code and printed this text on one of the two
   * streams.
   */
  public void failsWith(int expected, String said) {
    exits(expected);
    assertThat(out + err).as("output of %s", this).contains(said);
  }

  @Override
  public String toString() {
    return String.join(" ", command) + "\n" + out + err;
  }
}
