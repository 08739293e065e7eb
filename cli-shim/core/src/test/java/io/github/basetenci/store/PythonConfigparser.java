package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;

/** One Python process that reads files with the real {@code configparser}. */
public final class PythonConfigparser implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  private PythonConfigparser(Process process) {
    this.process = process;
    this.answers = process.inputReader(US_ASCII);
  }

  /** Starts Python; a machine without a recent one has its test skipped, with this reason. */
  public static PythonConfigparser start() throws Exception {
    PythonConfigparser python;
    try {
      python = new PythonConfigparser(new ProcessBuilder("python3", "-c", script()).start());
    } catch (IOException e) {
      return Assumptions.abort("python3 is not on the PATH: " + e.getMessage());
    }
    python.send(List.of());
    String version = String.valueOf(python.answers.readLine());
    boolean old = version.matches("\\[3, [0-9]\\]");
    Assumptions.assumeFalse(old, "before Python 3.10 a section name ends at its first bracket");
    return python;
  }

  /** What configparser reads from each file. */
  public List<JsonValue> read(List<byte[]> files) throws Exception {
    CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(files));
    List<JsonValue> read = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      read.add(Json.parse(Objects.requireNonNull(answers.readLine(), "Python ended")));
    }
    sent.join();
    return read;
  }

  @Override
  public void close() {
    process.destroy();
  }

  private void send(List<byte[]> files) {
    try {
      OutputStream questions = process.getOutputStream();
      for (byte[] file : files) {
        questions.write(Base64.getEncoder().encode(file));
        // An empty file would be an empty line; decoding ignores the padding.
        questions.write(file.length == 0 ? "=\n".getBytes(US_ASCII) : new byte[] {'\n'});
      }
      questions.write('\n');
      questions.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String script() throws IOException {
    try (InputStream in = PythonConfigparser.class.getResourceAsStream("read_ini.py")) {
      return new String(in.readAllBytes(), US_ASCII);
    }
  }
}
