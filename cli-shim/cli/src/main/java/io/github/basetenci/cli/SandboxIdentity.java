package io.github.basetenci.cli;

import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.sandbox.GitHubJob;
import io.github.basetenci.sandbox.IssuerServer;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.sandbox.SeedRule;
import io.github.basetenci.sandbox.TestIssuer;
import io.github.basetenci.shim.command.UsageException;
import java.io.IOException;
import java.time.Clock;

/**
 * What a sandbox needs so that a login without a key can be tried: a service that hands out
 * identity tokens as GitHub does, and a trust rule that accepts them.
 */
final class SandboxIdentity implements AutoCloseable {
  private static final String NAME = "github";
  private static final String AUDIENCE = "https://api.baseten.co";

  private final TestIssuer issuer;
  private final IssuerServer server;
  private final SeedRule rule;

  private SandboxIdentity(TestIssuer issuer, IssuerServer server, SeedRule rule) {
    this.issuer = issuer;
    this.server = server;
    this.rule = rule;
  }

  /**
   * Starts the service.
   *
   * @param repository {@code OWNER/REPOSITORY}
   * @param clock the clock by which the tokens end
   */
  static SandboxIdentity start(String repository, Clock clock) throws UsageException {
    if (!repository.matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")) {
      throw new UsageException("--identity-of takes a repository of the form OWNER/REPOSITORY");
    }
    TestIssuer issuer = TestIssuer.github(clock);
    GitHubJob job = GitHubJob.of(repository);
    try {
      return new SandboxIdentity(
          issuer,
          IssuerServer.start(issuer, job),
          SeedRule.of(
              NAME,
              TestIssuer.GITHUB,
              "claims.repository_owner_id == '12345' && claims.sub == '" + job.subject() + "'",
              AUDIENCE,
              NAME));
    } catch (IOException e) {
      throw new UsageException("--identity-of needs a free port, and there is none");
    }
  }

  /** A sandbox that accepts the tokens. */
  SandboxOptions addTo(SandboxOptions options) {
    return options.withIssuer(issuer).withTrustRule(rule);
  }

  /**
   * The lines of a shell that let commands log in.
   *
   * @param facts the result with what {@link #addTo(JsonObject, String)} added
   */
  static String text(JsonObject facts) {
    return "  export ACTIONS_ID_TOKEN_REQUEST_URL="
        + facts.string("id_token_request_url")
        + " ACTIONS_ID_TOKEN_REQUEST_TOKEN="
        + facts.string("id_token_request_token")
        + "\n  export BASETEN_TRUST_RULE="
        + facts.string("trust_rule")
        + " BASETEN_TRUST_RULE_AUDIENCE="
        + facts.string("audience")
        + "\n";
  }

  /** What a result adds. */
  JsonObject addTo(JsonObject result, String trustRule) {
    return result
        .with("trust_rule", trustRule)
        .with("audience", AUDIENCE)
        .with("id_token_request_url", server.requestUrl())
        .with("id_token_request_token", server.requestToken());
  }

  /** The name of the trust rule. */
  String ruleName() {
    return rule.name();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
