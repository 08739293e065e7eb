package io.github.basetenci.action;

import io.github.basetenci.action.runner.EmulatedJob;
import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.sandbox.GitHubJob;
import io.github.basetenci.sandbox.IssuedToken;
import io.github.basetenci.sandbox.IssuerServer;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.sandbox.SeedRule;
import io.github.basetenci.sandbox.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * An emulated job that may ask for identity tokens and has no secret, GitHub's token service, and a
 * sandbox with a trust rule for this job.
 */
final class KeylessWorld implements AutoCloseable {
  static final String RULE = "abcd1234";
  static final String AUDIENCE = "https://api.baseten.co";
  static final GitHubJob JOB = GitHubJob.of(EmulatedJob.REPOSITORY);

  private final Path directory;
  private final IssuerServer github;
  private final ActionWorld world;

  KeylessWorld(@TempDir Path directory) throws IOException {
    this(directory, JOB, SandboxOptions.defaults());
  }

  /**
   * @param job the job whose subject the trust rule pins
   */
  KeylessWorld(Path directory, GitHubJob job) throws IOException {
    this(directory, job, SandboxOptions.defaults());
  }

  KeylessWorld(Path directory, GitHubJob job, SandboxOptions options) throws IOException {
    this(
        directory,
        job,
        options,
        new ProcessEngine(Files.createDirectory(directory.resolve("containers"))));
  }

  KeylessWorld(Path directory, GitHubJob job, SandboxOptions options, Engine engine)
      throws IOException {
    this.directory = directory;
    TestIssuer issuer = TestIssuer.github(Clock.systemUTC());
    this.github = IssuerServer.start(issuer, job);
    this.world =
        new ActionWorld(
            directory,
            engine,
            options
                .withIssuer(issuer)
                .withTrustRule(rule("deploy", job, Duration.ofHours(1)).withId(RULE)));
    world.job().mayAskForIdentity(github.requestUrl(), github.requestToken());
  }

  /** A trust rule for a job, with an account of the same name. */
  static SeedRule rule(String name, GitHubJob job, Duration longest) {
    return SeedRule.of(
            name,
            TestIssuer.GITHUB,
            "claims.repository_owner_id == '12345' && claims.sub == '" + job.subject() + "'",
            AUDIENCE,
            name)
        .withLongest(longest);
  }

  /** GitHub's token service. */
  IssuerServer github() {
    return github;
  }

  /** The world without what an identity needs. */
  ActionWorld action() {
    return world;
  }

  Sandbox sandbox() {
    return world.sandbox();
  }

  EmulatedJob job() {
    return world.job();
  }

  String url() {
    return world.url();
  }

  List<String> left() throws IOException {
    return world.left();
  }

  String onHost(String variable) {
    return world.onHost(variable);
  }

  /** Main with the trust rule and this sandbox, and further inputs, each followed by its value. */
  Stage login(String... more) {
    return job().login(inputs(more));
  }

  Map<String, String> inputs(String... more) {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("trust-rule", RULE);
    inputs.put("audience", AUDIENCE);
    inputs.put("remote-url", url());
    inputs.put("sandbox-url", url());
    inputs.put("allow-unknown-remote", "true");
    for (int i = 0; i < more.length; i += 2) {
      inputs.put(more[i], more[i + 1]);
    }
    return inputs;
  }

  /** The access tokens given so far, oldest first. */
  List<String> tokens() {
    return sandbox().tokens().stream().map(IssuedToken::value).toList();
  }

  /** Every token that a job must not show: identity tokens, access tokens, the request token. */
  List<String> secrets() {
    List<String> secrets = new ArrayList<>(github.tokens());
    secrets.addAll(tokens());
    secrets.add(github.requestToken());
    return secrets;
  }

  /** The names of the files of the runner that hold the text. */
  List<String> filesWith(String text) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file.getFileName().toString());
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    world.close();
    github.close();
  }
}
