package io.github.basetenci.shim.doctor.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs other programs for a short time and reads their answer. Their environment has only what they
 * need to start, and no key.
 */
final class Programs {
  /**
   * The longest answer that is read. Usual answers are far shorter, and the rest of a longer answer
   * is dropped.
   */
  private static final int MAX_ANSWER = 1 << 20;

  /**
   * Variables by which programs find themselves, their libraries and the settings of git. Without
   * such a setting, git refuses a directory of another user.
   */
  private static final List<String> PASSED_ON =
      List.of(
          "PATH",
          "HOME",
          "XDG_CONFIG_HOME",
          "TMPDIR",
          "LD_LIBRARY_PATH",
          "PYTHONHOME",
          "PYTHONPATH",
          "PYTHONUSERBASE",
          "VIRTUAL_ENV",
          "SystemRoot",
          "USERPROFILE",
          "APPDATA",
          "LOCALAPPDATA",
          "PATHEXT",
          "TEMP");

  private final Map<String, String> environment;
  private final Path directory;
  private final boolean windows;

  Programs(Map<String, String> environment, Path directory, boolean windows) {
    this.environment = environment;
    this.directory = directory;
    this.windows = windows;
  }

  /**
   * What a program answered.
   *
   * @param text its standard output, one character for each byte
   */
  record Answer(int code, String text) {
    /** Does not show what the program printed, because that text is not checked for keys. */
    @Override
    public String toString() {
      return "exit code " + code;
    }
  }

  /**
   * A program cannot be started, or does not end in time. The message is the predicate of a
   * sentence.
   */
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String predicate) {
      super(predicate);
    }
  }

  /** The first program of that name in an absolute directory of PATH. */
  Optional<Path> find(String name) {
    String file = windows ? name + ".exe" : name;
    for (String entry : environment.getOrDefault("PATH", "").split(windows ? ";" : ":", -1)) {
      try {
        Path candidate = Path.of(entry).resolve(file);
        if (candidate.isAbsolute()
            && Files.isRegularFile(candidate)
            && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      } catch (InvalidPathException e) {
        // No program is there.
      }
    }
    return Optional.empty();
  }

  /** Runs a program with the text on its standard input, and kills it at the time limit. */
  Answer run(Duration limit, String input, Path program, String... arguments)
      throws NoAnswerException {
    Process process = start(program, arguments);
    try {
      FutureTask<String> reading = new FutureTask<>(() -> read(process.getInputStream()));
      Thread reader = new Thread(reading, "answer of " + program.getFileName());
      reader.setDaemon(true);
      reader.start();
      write(process.getOutputStream(), input);
      String text = reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw tooLong(limit);
      }
      return new Answer(process.exitValue(), text);
    } catch (TimeoutException e) {
      throw tooLong(limit);
    } catch (ExecutionException e) {
      throw new NoAnswerException("gave an answer that could not be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException("was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(Path program, String... arguments) throws NoAnswerException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> given = builder.environment();
    given.clear();
    for (String name : PASSED_ON) {
      String value = environment.get(name);
      if (value != null) {
        given.put(name, value);
      }
    }
    given.put("LC_ALL", "C.UTF-8");
    given.put("TRUSS_NO_UPDATE_CHECK", "1");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new NoAnswerException("cannot be started");
    }
  }

  private static String read(InputStream from) throws IOException {
    try (from) {
      byte[] answer = from.readNBytes(MAX_ANSWER);
      from.transferTo(OutputStream.nullOutputStream());
      return new String(answer, StandardCharsets.UTF_8);
    }
  }

  private static void write(OutputStream to, String input) {
    try (to) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The program ended before it read all input; its answer says why.
    }
  }

  private static NoAnswerException tooLong(Duration limit) {
    return new NoAnswerException("did not answer within " + limit.toSeconds() + " s");
  }
}
