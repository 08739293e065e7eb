package io.github.basetenci.cli.leak;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.cli.BasetenCi;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.WaitedTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine on which commands run again and again from the same start, and on which everything that
 * they emit is looked at: both streams, the questions on the terminal, every file but the stores,
 * and the sandbox's log.
 */
final class LeakWorld implements AutoCloseable {
  /** The key in use. */
  static final String KEY = "leakmark.q7Zt2Wc9Xv4Kb8Rn3Ms6Pd1Hf5Jg0LyTe";

  /** A key that the stores hold beside it. */
  static final String SECOND = "leakscnd.Nw5Bq8Yz1Ux4Ev7Co2Di9Sk3Fa6Gt0Mh";

  /** A key of which every quoting and every encoding makes something else. */
  static final String SPECIAL = "leakspec.!\"#$&'()*+,-/:;<=>?@[\\]^_`{|}~##[y";

  private final Path home;
  private final Path work;
  private final Path temporary;
  private final StringWriter log = new StringWriter();
  private final Sandbox sandbox;
  private final LeakFinder finder = new LeakFinder(KEY, SECOND, SPECIAL);
  private final List<String> leaks = new ArrayList<>();

  final Map<String, String> environment = new LinkedHashMap<>();
  boolean terminal;

  /**
   * @param root an empty directory
   */
  LeakWorld(@TempDir Path root) throws IOException {
    home = Files.createDirectory(root.resolve("home"));
    work = Files.createDirectory(root.resolve("work"));
    temporary = Files.createDirectory(root.resolve("tmp"));
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withKey(KEY, KeyType.PERSONAL, null, "first")
                .withKey(SECOND, KeyType.PERSONAL, null, "second")
                .withKey(SPECIAL, KeyType.PERSONAL, null, "special")
                .withLog(log));
    reset();
  }

  /** What one run gave. */
  record Run(int code, String out, String err) {}

  Sandbox sandbox() {
    return sandbox;
  }

  Path home() {
    return home;
  }

  Path work() {
    return work;
  }

  String url() {
    return sandbox.url().toString();
  }

  /**
   * Back to the start: empty directories, no faults, and the variables that lead to the sandbox.
   */
  void reset() throws IOException {
    for (Path directory : List.of(home, work, temporary)) {
      empty(directory);
    }
    sandbox.clearFaults();
    environment.clear();
    environment.put("HOME", home.toString());
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("BASETEN_REMOTE_URL", url());
    environment.put("BASETEN_MANAGEMENT_API_URL_OVERRIDE", url());
    terminal = false;
    // An identity token that says sub: job.
    Files.writeString(work.resolve("given-identity"), "e30.eyJzdWIiOiJqb2IifQ.c2ln");
    Files.writeString(
        work.resolve("given-fleet.yaml"),
        "version: 1\nworkspaces: {acme: {url: '%s', minting-key: {env: BASETEN_API_KEY}}}\n"
                .formatted(url())
            + "keys: [{name: ci, targets: ['file:place']}]\n");
    Files.createDirectory(work.resolve("given-truss"));
    Files.writeString(work.resolve("given-truss/config.yaml"), "secrets: {stored: null}\n");
  }

  /** Stores two logins, of which the first is the current one. */
  void store(String first, String second) throws IOException {
    Files.writeString(
        home.resolve(".trussrc"),
        section("baseten", first) + section("second", second),
        StandardCharsets.UTF_8);
    Path authJson = home.resolve(".config/baseten/auth.json");
    Files.createDirectories(authJson.getParent());
    Files.writeString(
        authJson,
        "{\"version\":1,\"current\":\"baseten\",\"profiles\":{\"baseten\":%s,\"second\":%s}}"
            .formatted(profile(first), profile(second)));
  }

  private String section(String name, String key) {
    return "[%s]\nremote_provider = baseten\nremote_url = %s\nauth_type = api_key\napi_key = %s\n\n"
        .formatted(name, url(), key.replace("%", "%%"));
  }

  private String profile(String key) {
    return "{\"remote_url\":\"%s\",\"auth_type\":\"api_key\",\"api_key\":\"%s\"}"
        .formatted(url(), key.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** Runs a command line and looks at all that it emits. */
  Run run(String label, String input, List<String> args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Questions questions = new Questions();
    WaitedTime time = new WaitedTime();
    Host host =
        new Host(
            Map.copyOf(environment),
            new Host.Streams(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal ? questions : null),
            new Host.Directories(work, temporary),
            new Host.Platform("Linux", "17"),
            new Host.Time(InstantSource.system(), time::nanos, time::sleep));
    int[] code = {-1};
    // Revoked for good, a key would be gone for all later runs; so would a secret.
    sandbox.fault(Fault.status("DELETE", "/v1/", 200, "{}").times(9));
    Thread thread =
        new Thread(() -> code[0] = new BasetenCi(host).run(args.toArray(String[]::new)));
    thread.start();
    try {
      await(thread, args, out);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Run run =
        new Run(
            code[0], out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    String name = label + " " + args;
    check(name + ": standard output", run.out());
    check(name + ": standard error", run.err());
    check(name + ": the terminal", questions.asked.toString());
    checkFiles(name);
    return run;
  }

  /**
   * Starts the shipped command in a process of its own, with the flags that {@code bin/baseten-ci}
   * gives the JVM.
   */
  Process start(String input, List<String> args) throws IOException {
    Path jar = Path.of("target", "baseten-ci.jar").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-jar", jar.toString()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectOutput(work.resolve("stdout").toFile());
    builder.redirectError(work.resolve("stderr").toFile());
    Process process = builder.start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    return process;
  }

  /** Waits for the end; the sandbox has none, so it is interrupted once it answers. */
  private void await(Thread thread, List<String> args, ByteArrayOutputStream out)
      throws InterruptedException {
    boolean endless = args.contains("sandbox");
    while (endless && thread.isAlive()) {
      if (out.size() > 0 || Files.exists(work.resolve("ready")) || answers(thread)) {
        thread.interrupt();
      }
      thread.join(2);
    }
    Await.end(thread);
  }

  /** Whether the sandbox waits for the interrupt that ends it. */
  private static boolean answers(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("awaitInterrupt"));
  }

  /** Looks into every file but the stores, those of a job, and the key file that was given. */
  void checkFiles(String name) {
    for (Path directory : List.of(home, work, temporary)) {
      for (Path file : files(directory)) {
        String relative = directory.relativize(file).toString();
        boolean store =
            directory.equals(home)
                && List.of(".trussrc", ".config/baseten/auth.json").contains(relative);
        boolean given = directory.equals(work) && relative.equals("given-key");
        boolean job =
            directory.equals(work)
                && List.of("job/trussrc", "job/auth.json", "job/login.json").contains(relative);
        if (!store && !given && !job) {
          check(name + ": the file " + relative, read(file));
        }
      }
    }
  }

  /** Looks at what all runs together left in the sandbox. */
  void checkSandbox() {
    check("the sandbox's log", log.toString());
    check("the sandbox's list of requests", sandbox.requests().toString());
  }

  void check(String where, String text) {
    finder.find(text).ifPresent(found -> leaks.add(where + ": " + found));
    // What exec runs says what it likes.
    if (text.indexOf('\u001b') >= 0 && !where.contains("[exec,")) {
      leaks.add(where + ": an escape sequence that the caller gave");
    }
  }

  /** Where keys were found, so far. */
  List<String> leaks() {
    return leaks;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void empty(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(directory)) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }

  /** A person who types the key and agrees to everything. */
  private static final class Questions implements Host.Prompt {
    final StringBuilder asked = new StringBuilder();

    @Override
    public String secret(String question) {
      asked.append(question).append('\n');
      return KEY;
    }

    @Override
    public String line(String question) {
      asked.append(question).append('\n');
      return "y";
    }
  }
}
