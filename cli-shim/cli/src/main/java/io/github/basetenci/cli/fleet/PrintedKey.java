package io.github.basetenci.cli.fleet;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The key that a command prints. The command is run without a shell, and nothing else that it
 * prints is shown.
 *
 * @param directory the directory in which the command runs
 */
record PrintedKey(Host host, Path directory) {
  private static final long LONGEST_SECONDS = 60;
  private static final int MAX_BYTES = 8192;

  /**
   * Runs the command.
   *
   * @param name the name of the command in messages
   */
  String of(String name, List<String> words) throws CommandException, InterruptedException {
    Process process = start(name, words);
    try {
      // A command that prints more than a pipe holds does not end before somebody reads it.
      FutureTask<String> printed = new FutureTask<>(() -> read(process.getInputStream()));
      Thread reader = new Thread(printed, "output of a minting command");
      reader.setDaemon(true);
      reader.start();
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw failed(name + " did not end within " + LONGEST_SECONDS + " seconds; it was killed");
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      if (process.exitValue() != 0) {
        throw failed(
            name + " ended with exit code " + process.exitValue() + "; run it by hand to see why");
      }
      return printed.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw failed("what " + name + " prints cannot be read");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String read(InputStream printed) throws IOException {
    try (printed) {
      byte[] first = printed.readNBytes(MAX_BYTES);
      printed.transferTo(OutputStream.nullOutputStream());
      return new String(first, StandardCharsets.UTF_8).strip();
    }
  }

  private Process start(String name, List<String> words) throws CommandException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(host.environment());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw failed(name + " could not be started; is it on PATH?");
    }
  }

  private static CommandException failed(String sentence) {
    return new CommandException(sentence, ExitCode.FAILURE);
  }
}
