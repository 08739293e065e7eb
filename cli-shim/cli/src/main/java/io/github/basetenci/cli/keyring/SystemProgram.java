package io.github.basetenci.cli.keyring;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program of the operating system to its end. What is secret goes through its input. */
interface SystemProgram {
  /** What a program gave. */
  record Ended(int code, String output) {
    /** Does not show the output, which may be a secret. */
    @Override
    public String toString() {
      return "Ended[" + code + "]";
    }
  }

  /** Runs the program with the text as its standard input. */
  Ended run(String input, List<String> command) throws IOException;

  /** The real program. Its output and its messages are read together. */
  SystemProgram REAL =
      (input, command) -> {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream stdin = process.getOutputStream()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
          // The outputs are short, so the program ends before they are read. A read cannot be
          // interrupted.
          int code = process.waitFor();
          return new Ended(
              code, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
          process.destroyForcibly();
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      };
}
