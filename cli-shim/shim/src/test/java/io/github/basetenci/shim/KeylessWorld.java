package io.github.basetenci.shim;

import io.github.basetenci.sandbox.GitHubJob;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.sandbox.SeedRule;
import io.github.basetenci.sandbox.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;

/** A {@link World} whose job has an identity token, and whose sandbox has a trust rule for it. */
public final class KeylessWorld implements AutoCloseable {
  public static final String RULE = "abcd1234";
  public static final String AUDIENCE = "https://api.baseten.co";
  public static final String CONDITION =
      "claims.repository_owner_id == '12345' && claims.sub =="
          + " 'repo:acme/models:ref:refs/heads/main'";

  public static final TestIssuer ISSUER = TestIssuer.github(Clock.systemUTC());
  public static final GitHubJob JOB = GitHubJob.of("acme/models").withIds("12345", "777");

  private final World world;
  private final Path file;

  /**
   * @param home an empty directory
   */
  public KeylessWorld(@TempDir Path home) throws IOException {
    this(home, options -> options);
  }

  /**
   * @param change what else the sandbox is to have
   */
  public KeylessWorld(Path home, UnaryOperator<SandboxOptions> change) throws IOException {
    world = new World(home, change.apply(options(Duration.ofHours(1))));
    file = home.resolve("id-token");
    world.set("BASETEN_TRUST_RULE_AUDIENCE", AUDIENCE);
    world.set("BASETEN_ID_TOKEN_FILE", file.toString());
    is(JOB);
  }

  /** A sandbox with the trust rule {@link #RULE}. */
  public static SandboxOptions options(Duration longest) {
    return SandboxOptions.defaults()
        .withIssuer(ISSUER)
        .withTrustRule(
            SeedRule.of("deploy", ISSUER.issuer(), CONDITION, AUDIENCE, "ci-deployer")
                .withId(RULE)
                .withLongest(longest));
  }

  public World world() {
    return world;
  }

  /** The file with the identity token of the job. */
  public Path file() {
    return file;
  }

  /** Lets the job be this one. Its token lives a day, so that renewals in waited time find it. */
  public KeylessWorld is(GitHubJob job) throws IOException {
    return hasToken(token(job));
  }

  /** Lets the job have this identity token. */
  public KeylessWorld hasToken(String token) throws IOException {
    Files.writeString(file, token);
    return this;
  }

  /** A token of a job that lives a day. */
  public static String token(GitHubJob job) {
    return ISSUER
        .token(job, AUDIENCE)
        .with(Map.of("exp", Instant.now().plus(Duration.ofDays(1)).getEpochSecond()))
        .sign();
  }

  @Override
  public void close() throws IOException {
    world.close();
  }
}
