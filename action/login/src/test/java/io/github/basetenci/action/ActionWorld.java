package io.github.basetenci.action;

import io.github.basetenci.action.runner.ActionYml;
import io.github.basetenci.action.runner.EmulatedJob;
import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An emulated job and a sandbox for one test. */
final class ActionWorld implements AutoCloseable {
  static final String KEY = "actnkey1.0123456789ABCDEFGHIJKLMNOPQRSTUV";
  static final String OTHER_KEY = "actnkey2.abcdefghijklmnopqrstuvwxyz012345";
  static final String PERSONAL_KEY = "actnkey3.543210ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  static final String INVOKE_KEY = "actnkey4.ABCDEFGHIJKLMNOPQRSTUVWXYZ543210";
  static final String MINTING_KEY = "actnkey5.mnopqrstuvwxyzABCDEFGHIJKL543210";

  private final Path directory;
  private final Sandbox sandbox;
  private final EmulatedJob job;

  /**
   * @param directory an empty directory
   */
  ActionWorld(Path directory) throws IOException {
    this(directory, new ProcessEngine(Files.createDirectory(directory.resolve("containers"))));
  }

  ActionWorld(Path directory, Engine engine) throws IOException {
    this(directory, engine, SandboxOptions.defaults());
  }

  /**
   * @param options with keys that a test needs beside those above
   */
  ActionWorld(Path directory, Engine engine, SandboxOptions options) throws IOException {
    this(directory, engine, options, ActionYml.read());
  }

  /** With another description of the action. */
  ActionWorld(Path directory, Engine engine, ActionYml action) throws IOException {
    this(directory, engine, SandboxOptions.defaults(), action);
  }

  private ActionWorld(Path directory, Engine engine, SandboxOptions options, ActionYml action)
      throws IOException {
    this.directory = directory;
    this.sandbox =
        Sandbox.start(
            options
                .withWorkspace("acme")
                .withKey(KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "ci")
                .withKey(OTHER_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "other")
                .withKey(PERSONAL_KEY, KeyType.PERSONAL, null, "person")
                .withKey(INVOKE_KEY, KeyType.WORKSPACE_INVOKE, null, "invoke")
                .withKey(MINTING_KEY, KeyType.WORKSPACE_MANAGE_API_KEYS, null, "minting"));
    this.job = new EmulatedJob(Files.createDirectory(directory.resolve("host")), engine, action);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  EmulatedJob job() {
    return job;
  }

  String url() {
    return sandbox.url().toString();
  }

  /** Main with {@link #KEY}, this sandbox, and further inputs, each name followed by its value. */
  Stage login(String... more) {
    return job.login(inputs(more));
  }

  /** Main with a key that {@link #MINTING_KEY} mints, and further inputs. */
  Stage mint(String... more) {
    Map<String, String> inputs = inputs(more);
    inputs.putIfAbsent("ephemeral", "true");
    inputs.putIfAbsent("minting-api-key", MINTING_KEY);
    inputs.replace("api-key", KEY, "-");
    return job.login(inputs);
  }

  /** The names of the ephemeral keys that there are. */
  List<String> minted() {
    return sandbox.keyNames().stream().filter(name -> name.startsWith("baseten-ci-")).toList();
  }

  Map<String, String> inputs(String... more) {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("api-key", KEY);
    inputs.put("remote-url", url());
    inputs.put("sandbox-url", url());
    inputs.put("allow-unknown-remote", "true");
    for (int i = 0; i < more.length; i += 2) {
      inputs.put(more[i], more[i + 1]);
    }
    return inputs;
  }

  /** What a step on the host reads from the file that a variable names. */
  String onHost(String variable) {
    return text(job.hostStep("sh", "-c", "cat \"$" + variable + "\""));
  }

  static String text(Engine.Ran ran) {
    return new String(ran.output(), StandardCharsets.UTF_8);
  }

  /** Every file and directory that a login left anywhere in the runner's directories. */
  List<String> left() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("host"))) {
      return all.map(path -> directory.resolve("host").relativize(path).toString())
          .filter(path -> path.contains("baseten"))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }
}
