package io.github.basetenci.shim.auth;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.identity.IdentityCommand;
import io.github.basetenci.identity.IdentityCommand.Printed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the program that prints an identity token. It has the environment of this process, because a
 * client of a cloud or of a CI system reads who it is from there. What it writes to its standard
 * error is dropped: it may be part of a token.
 */
final class IdentityProgram implements IdentityCommand.Runner {
  private final Map<String, String> environment;
  private final Path directory;

  IdentityProgram(Map<String, String> environment, Path directory) {
    this.environment = environment;
    this.directory = directory;
  }

  @Override
  public Printed run(List<String> command, int limit, Deadline deadline) throws IOException {
    Process process = start(command);
    try {
      process.getOutputStream().close();
      FutureTask<String> reading = new FutureTask<>(() -> read(process.getInputStream(), limit));
      Thread reader = new Thread(reading, "identity token of a program");
      reader.setDaemon(true);
      reader.start();
      String text = reading.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
        throw tooLong(deadline);
      }
      return new Printed(text, process.exitValue());
    } catch (TimeoutException e) {
      throw tooLong(deadline);
    } catch (ExecutionException e) {
      throw new IOException("its output cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      // Java's own message quotes the first word, which may be the token by mistake.
      throw new IOException("no program of the name that its first word gives can be started", e);
    }
  }

  private static String read(InputStream from, int limit) throws IOException {
    try (from) {
      byte[] printed = from.readNBytes(limit);
      from.transferTo(OutputStream.nullOutputStream());
      return new String(printed, StandardCharsets.ISO_8859_1);
    }
  }

  private static IOException tooLong(Deadline deadline) {
    return new IOException("it did not end within " + deadline.total().toSeconds() + " s");
  }
}
