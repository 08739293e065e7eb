package io.github.basetenci.cli.fleet;

import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.targets.github.FakeGitHub;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.targets.github.FakeGitHub.Rule;
import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Two workspaces with keys that are forty days old, and ten targets of each key: files and secrets
 * of GitHub. Each run of the command is a process. A client reads every target again and again, and
 * notes when one has a key that does not work.
 */
final class LoadedFleet implements AutoCloseable {
  static final int TARGETS = 10;

  private static final List<String> WORKSPACES = List.of("acme", "umbrella");
  private static final String MINTING = "minterky.0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final Pattern UNCLAIMED = Pattern.compile("--unclaimed-key (\\w+)");
  private static final Pattern PEAK = Pattern.compile("(?s).*VmHWM:\\s+(\\d+) kB.*");

  /** The keys all of whose secrets fail, more than one line has room for. */
  private static final int KEYS_WITH_MANY_FAILURES = 5;

  final List<Sandbox> sandboxes = new ArrayList<>();
  final FakeGitHub github = new FakeGitHub();
  final List<String> violations = new CopyOnWriteArrayList<>();

  /** The secrets of GitHub that cannot be written, and those that cannot be written yet. */
  final Set<String> failingForGood = new LinkedHashSet<>();

  final Set<String> failingForNow = new LinkedHashSet<>();
  volatile boolean recovered;

  private final Path home;
  private final Size size;
  private final Surroundings surroundings;
  private final List<String> unclaimed = new ArrayList<>();
  private final Thread watcher = new Thread(this::watch, "client");
  private volatile boolean ended;
  private volatile long readings;
  private long peak;

  /** At which write to GitHub the process is killed, and whether the write has its effect. */
  private volatile int fatalWrite;

  private volatile boolean effective;
  private volatile Process process;

  /** What one run of the command gave. */
  record Run(int code, String out, int lists, boolean killed) {}

  /**
   * How much there is.
   *
   * @param files how many targets of each key are files
   * @param overlap how long old keys live on, as the fleet file has it
   */
  record Size(int keys, int files, String overlap) {}

  /**
   * What the servers and the command run in.
   *
   * @param clock of the servers
   * @param age lets forty days pass
   * @param limits is asked before each request to GitHub
   * @param launch the arguments of the JVM before those of the command
   * @param ended is told the end of each run
   */
  record Surroundings(
      Clock clock, Runnable age, Rule limits, List<String> launch, Runnable ended) {}

  LoadedFleet(Path home, Size size, Surroundings surroundings) throws IOException {
    this.home = home;
    this.size = size;
    this.surroundings = surroundings;
    for (String workspace : WORKSPACES) {
      SandboxOptions options =
          SandboxOptions.defaults().withClock(surroundings.clock()).withWorkspace(workspace);
      for (int key = 0; key < size.keys(); key++) {
        if (workspaceOf(key).equals(workspace)) {
          options = options.withKey(oldKey(key), KeyType.WORKSPACE_MANAGE_ALL, null, name(key));
        }
      }
      sandboxes.add(Sandbox.start(options.withKey(MINTING, KeyType.PERSONAL, null, "minting")));
    }
    surroundings.age().run();
    Files.createDirectory(home.resolve("files"));
    for (int key = 0; key < size.keys(); key++) {
      for (int target = 0; target < TARGETS; target++) {
        if (target < size.files()) {
          Path file = Files.writeString(file(key, target), oldKey(key));
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } else {
          github.hold(secrets(repository(key, target)), "KEY", oldKey(key));
        }
      }
    }
    Files.writeString(home.resolve("fleet.yaml"), yaml());
    github.rule(this::killAtWrite);
    github.rule(surroundings.limits());
    github.rule(this::failure);
    watcher.start();
  }

  /** Lets a hundred targets fail, half of them for good. */
  void chooseFailures() {
    for (int key = 0; key < 70; key++) {
      if (key < KEYS_WITH_MANY_FAILURES) {
        for (int target = size.files(); target < TARGETS; target++) {
          failingForGood.add(repository(key, target));
        }
      } else if (key < KEYS_WITH_MANY_FAILURES + 10) {
        failingForGood.add(repository(key, size.files() + 1));
      } else if (key >= 20) {
        failingForNow.add(repository(key, size.files() + 2));
      }
    }
  }

  private String yaml() {
    StringBuilder yaml = new StringBuilder("version: 1\nworkspaces:\n");
    for (int i = 0; i < WORKSPACES.size(); i++) {
      yaml.append(
          "  %s: {url: '%s', minting-key: {env: MINTING}}\n"
              .formatted(WORKSPACES.get(i), sandboxes.get(i).url()));
    }
    yaml.append("defaults: {rotate-every: 30d, overlap: %s}\nkeys:\n".formatted(size.overlap()));
    for (int key = 0; key < size.keys(); key++) {
      yaml.append("- name: ").append(name(key)).append('\n');
      yaml.append("  workspace: ").append(workspaceOf(key)).append("\n  targets:\n");
      for (int target = 0; target < TARGETS; target++) {
        yaml.append("  - ")
            .append(
                target < size.files()
                    ? "file:files/" + file(key, target).getFileName()
                    : targetName(repository(key, target)))
            .append('\n');
      }
    }
    return yaml.toString();
  }

  static String name(int key) {
    return "k%03d".formatted(key);
  }

  static String oldKey(int key) {
    return "oldky%03d.0123456789ABCDEFGHIJKLMNOPQRS%03d".formatted(key, key);
  }

  static String targetName(String repository) {
    return "github:acme/" + repository + "/KEY";
  }

  private static String workspaceOf(int key) {
    return WORKSPACES.get(key % 2);
  }

  Sandbox sandboxOf(int key) {
    return sandboxes.get(key % 2);
  }

  static String repository(int key, int target) {
    return name(key) + "-r" + target;
  }

  private static String secrets(String repository) {
    return "/repos/acme/" + repository + "/actions/secrets";
  }

  private Path file(int key, int target) {
    return home.resolve("files").resolve(name(key) + "." + target);
  }

  /** The key that a target has. */
  String held(int key, int target) throws IOException {
    return target < size.files()
        ? Files.readString(file(key, target)).strip()
        : github.value(secrets(repository(key, target)), "KEY");
  }

  /** Whether the target is one that fails. */
  boolean failsForGood(int key, int target) {
    return failingForGood.contains(repository(key, target));
  }

  private Reply failure(String request) {
    if (!request.startsWith("PUT")) {
      return null;
    }
    String repository = request.split("/", -1)[3];
    if (failingForGood.contains(repository)) {
      return Reply.of(403, "Resource not accessible by integration");
    }
    return failingForNow.contains(repository) && !recovered ? Reply.of(500, "Server Error") : null;
  }

  private synchronized Reply killAtWrite(String request) {
    if (request.startsWith("PUT") && fatalWrite > 0 && --fatalWrite == 0) {
      surroundings.limits().reply(request);
      process.destroyForcibly().onExit().join();
      return effective ? new Reply(-1, "", Map.of()) : Reply.of(0, "");
    }
    return null;
  }

  Run apply() throws IOException {
    return apply(() -> false);
  }

  /** Kills the process at a write to GitHub. */
  Run applyKilledAtWrite(int number, boolean withEffect) throws IOException {
    effective = withEffect;
    fatalWrite = number;
    return apply();
  }

  /** Kills the process as soon as the condition holds. */
  Run apply(BooleanSupplier fatal) throws IOException {
    sandboxes.forEach(Sandbox::clearRequests);
    Path output = home.resolve("output");
    process = start(output);
    Await.until(
        "the end of fleet apply",
        () -> {
          if (process.isAlive() && fatal.getAsBoolean()) {
            process.destroyForcibly().onExit().join();
          }
          peak = Math.max(peak, peakOf(process.pid()));
          return !process.isAlive();
        });
    int code = Await.exitCode(process);
    boolean killed = code == 128 + 9;
    surroundings.ended().run();
    sandboxes.forEach(Sandbox::clearFaults);
    readAll();
    String out = Files.readString(output);
    unclaimed.clear();
    Matcher prefix = UNCLAIMED.matcher(out);
    while (prefix.find()) {
      unclaimed.addAll(List.of("--unclaimed-key", prefix.group(1)));
    }
    return new Run(code, out, lists(), killed);
  }

  private Process start(Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(surroundings.launch());
    command.addAll(List.of("fleet", "apply", "--timeout", "100h"));
    command.addAll(unclaimed);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("HOME", home.toString());
    environment.put("MINTING", MINTING);
    environment.put("GH_TOKEN", FakeGitHub.TOKEN);
    environment.put("GITHUB_API_URL", github.url());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process started = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    started.getOutputStream().close();
    return started;
  }

  /** How often the servers were asked for a list of keys in the last run. */
  private int lists() {
    return (int)
        sandboxes.stream()
            .flatMap(sandbox -> sandbox.requests().stream())
            .filter(request -> request.method().equals("GET"))
            .filter(request -> request.path().endsWith("/api_keys"))
            .count();
  }

  /** How many requests all workspaces have got in this run. */
  int requests() {
    return sandboxes.stream().mapToInt(sandbox -> sandbox.requests().size()).sum();
  }

  /** How many requests with this method a workspace has got in this run. */
  int requests(int workspace, String method) {
    int count = 0;
    for (RequestEntry request : sandboxes.get(workspace).requests()) {
      count += request.method().equals(method) ? 1 : 0;
    }
    return count;
  }

  private static long peakOf(long pid) {
    try {
      Matcher status = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return status.matches() ? Long.parseLong(status.group(1)) : 0;
    } catch (IOException e) {
      // The process has just ended, or there is no such file on this system.
      return 0;
    }
  }

  /** The most memory that a run had, in megabytes. */
  long peakMegabytes() {
    return peak / 1024;
  }

  /** How often the client has read all targets. */
  long readings() {
    return readings;
  }

  private void watch() {
    while (!ended && violations.isEmpty()) {
      readAll();
      readings++;
    }
  }

  private void readAll() {
    for (int key = 0; key < size.keys(); key++) {
      for (int target = 0; target < TARGETS; target++) {
        String which = name(key) + " in its target " + target;
        try {
          String held = held(key, target);
          // It may have been replaced, and then revoked, between the two looks.
          if (!sandboxOf(key).accepts(held) && held.equals(held(key, target))) {
            violations.add(which + " does not work");
          }
        } catch (NoSuchFileException e) {
          violations.add(which + " is gone");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** The files of the command's state that hold a new key. */
  List<Path> newKeys() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve(".local"))) {
      return files.filter(file -> file.toString().endsWith("-key")).toList();
    }
  }

  @Override
  public void close() throws Exception {
    ended = true;
    Await.end(watcher);
    Process last = process;
    if (last != null) {
      last.destroyForcibly().onExit().join();
    }
    for (Sandbox sandbox : sandboxes) {
      sandbox.close();
    }
    github.close();
  }
}
