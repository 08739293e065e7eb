package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.basetenci.key.ApiKey;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A process that writes stores, for tests that need one of its own: to be killed, to run beside
 * others, or to see another file system. It prints one line, and fails after an error.
 */
final class StoreChild {
  static final Duration LOCK_TIMEOUT = Duration.ofHours(1);

  private StoreChild() {}

  public static void main(String[] args) throws Exception {
    Path first = Path.of(args[1]);
    Path second = Path.of(args[2]);
    try {
      switch (args[0]) {
        case "login" -> say(login(first, second, args[3]));
        case "home" -> say(inHome(args[1], Path.of(args[2])));
        case "logout" -> say(logout(first, args[3]));
        case "add" -> add(first, second, Integer.parseInt(args[3]));
        case "kill" -> killedAt(first, second, WriteStep.valueOf(args[3]), args[4]);
        case "hold" -> hold(first);
        case "loop" -> loop(first, second, Path.of(args[3]));
        default -> throw new IllegalArgumentException(args[0]);
      }
    } catch (StoreException e) {
      say(List.of("error: " + e.getMessage()));
      System.exit(1);
    }
  }

  /** Starts a JVM with this class; it starts fast, and its output is one stream. */
  static Process start(String... args) throws IOException {
    return new ProcessBuilder(command(args)).redirectErrorStream(true).start();
  }

  /** The command line of a child. */
  static String[] command(String... args) {
    String java = ProcessHandle.current().info().command().orElseThrow();
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                classPath(),
                StoreChild.class.getName()));
    command.addAll(List.of(args));
    return command.toArray(String[]::new);
  }

  /** Writes the next generation into both files, large enough that writing takes its time. */
  static void nextGeneration(Path first, Path second, Consumer<WriteStep> hook)
      throws StoreException {
    new StoreFiles(hook)
        .update(
            List.of(first, second),
            LOCK_TIMEOUT,
            current -> {
              int next = 1 + number(current.get(first));
              FileEdit edit = FileEdit.write(content(next));
              return new Change.Result<>(Map.of(first, edit, second, edit), next);
            });
  }

  /** The number that a file was written with; a file that is not whole is an error. */
  static int generation(Optional<byte[]> bytes) {
    int number = number(bytes);
    if (number > 0 && !Arrays.equals(bytes(bytes), content(number))) {
      throw new AssertionError("a torn file of generation " + number);
    }
    return number;
  }

  private static int number(Optional<byte[]> bytes) {
    return bytes.map(ByteBuffer::wrap).map(ByteBuffer::getInt).orElse(0);
  }

  /** The number, then bytes that belong to no neighbouring generation. */
  private static byte[] content(int generation) {
    byte[] content = new byte[1 << 20];
    Arrays.fill(content, (byte) generation);
    ByteBuffer.wrap(content).putInt(generation);
    return content;
  }

  private static List<String> login(Path trussrc, Path authJson, String name) throws Exception {
    ApiKey key = ApiKey.of(name + ".secret-of-" + name);
    String url = "https://app.baseten.co";
    return new StoreFiles()
        .update(
            List.of(trussrc, authJson),
            LOCK_TIMEOUT,
            current -> {
              TrussRc remotes = TrussRc.parse(trussrc, bytes(current.get(trussrc)));
              AuthJson profiles =
                  current.get(authJson).isPresent()
                      ? AuthJson.parse(authJson, bytes(current.get(authJson)))
                      : AuthJson.empty();
              return new Change.Result<>(
                  Map.of(
                      trussrc,
                      FileEdit.write(remotes.withLogin(name, url, key, null).toBytes()),
                      authJson,
                      FileEdit.write(profiles.withApiKey(name, url, key, true).toBytes())),
                  "");
            })
        .notes();
  }

  private static List<String> inHome(String home, Path file) throws StoreException {
    FileEdit edit = FileEdit.write(new byte[1]);
    return StoreFiles.of(Map.of("HOME", home))
        .update(List.of(file), LOCK_TIMEOUT, current -> new Change.Result<>(Map.of(file, edit), ""))
        .notes();
  }

  private static List<String> logout(Path trussrc, String name) throws StoreException {
    return new StoreFiles()
        .update(
            List.of(trussrc),
            LOCK_TIMEOUT,
            current -> {
              TrussRc left = TrussRc.parse(trussrc, bytes(current.get(trussrc))).without(name);
              FileEdit edit =
                  left.isEmpty() ? FileEdit.delete(left.toBytes()) : FileEdit.write(left.toBytes());
              return new Change.Result<>(Map.of(trussrc, edit), "");
            })
        .notes();
  }

  private static void add(Path first, Path second, int times) throws StoreException {
    for (int i = 0; i < times; i++) {
      nextGeneration(first, second, step -> {});
    }
  }

  private static void killedAt(Path first, Path second, WriteStep step, String occurrence)
      throws StoreException {
    int[] left = {Integer.parseInt(occurrence)};
    nextGeneration(
        first,
        second,
        reached -> {
          if (reached == step && left[0]-- == 0) {
            killMyself();
          }
        });
  }

  /** Keeps the lock until the input ends. */
  private static void hold(Path file) throws StoreException {
    new StoreFiles()
        .update(
            List.of(file),
            LOCK_TIMEOUT,
            current -> {
              say(List.of("held"));
              try {
                return new Change.Result<>(Map.of(), System.in.read());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static void loop(Path first, Path second, Path log) throws Exception {
    try (OutputStream steps = new FileOutputStream(log.toFile())) {
      while (true) {
        nextGeneration(first, second, step -> write(steps, step.name() + "\n"));
        say(List.of("written"));
      }
    }
  }

  private static void killMyself() {
    try {
      String pid = String.valueOf(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-9", pid).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(OutputStream out, String text) {
    try {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Optional<byte[]> content) {
    return content.orElse(new byte[0]);
  }

  private static void say(List<String> lines) {
    lines.forEach(System.out::println);
  }

  private static String classPath() {
    Class<?>[] needed = {StoreFiles.class, StoreChild.class, JsonFactory.class};
    List<String> entries = new ArrayList<>();
    for (Class<?> one : needed) {
      try {
        entries.add(
            Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return String.join(File.pathSeparator, entries);
  }
}
