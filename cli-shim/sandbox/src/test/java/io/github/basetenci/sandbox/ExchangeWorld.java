package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.security.GeneralSecurityException;
import java.time.Duration;

/**
 * A sandbox with one trust rule, and tokens for it that are signed without the sandbox's own code.
 */
final class ExchangeWorld implements AutoCloseable {
  static final String PATH = "/v1/auth/token";
  static final String RULE = "abcd1234";
  static final String ISSUER = "https://token.actions.githubusercontent.com";
  static final String AUDIENCE = "https://api.baseten.co";
  static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"rsa\"}";
  static final String CONDITION =
      "claims.repository_owner_id == '12345' && claims.sub.startsWith('repo:acme/models:')"
          + " && claims.ref == 'refs/heads/main'";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final MovingClock clock = new MovingClock();
  final Sandbox sandbox;

  ExchangeWorld() throws IOException {
    this(ExchangeOptions.defaults());
  }

  ExchangeWorld(ExchangeOptions options) throws IOException {
    this(options, Writer.nullWriter());
  }

  ExchangeWorld(ExchangeOptions options, Writer log) throws IOException {
    this(options, log, KeyType.WORKSPACE_MANAGE_ALL);
  }

  ExchangeWorld(ExchangeOptions options, Writer log, KeyType preset) throws IOException {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withClock(clock)
                .withIssuer(ISSUER, RfcKeys.JWKS)
                .withServiceAccount(
                    "ci-deployer",
                    preset,
                    preset == KeyType.WORKSPACE_MANAGE_API_KEYS ? null : Sandbox.SECOND_TEAM)
                .withTrustRule(
                    SeedRule.of("main", ISSUER, CONDITION, AUDIENCE, "ci-deployer")
                        .withId(RULE)
                        .withLongest(Duration.ofMinutes(30)))
                .withExchange(options)
                .withLog(log));
  }

  /** The claims of a token that is as it should be. */
  ObjectNode claims() {
    long now = clock.instant().getEpochSecond();
    return MAPPER
        .createObjectNode()
        .put("iss", ISSUER)
        .put("aud", AUDIENCE)
        .put("sub", "repo:acme/models:ref:refs/heads/main")
        .put("repository_owner_id", "12345")
        .put("ref", "refs/heads/main")
        .put("iat", now)
        .put("nbf", now - 600)
        .put("exp", now + 300);
  }

  String token() throws GeneralSecurityException {
    return token(claims());
  }

  String token(ObjectNode claims) throws GeneralSecurityException {
    return RfcKeys.rs256(HEADER, claims.toString());
  }

  /** The body of a request that is as it should be. */
  ObjectNode request(String token) {
    return MAPPER
        .createObjectNode()
        .put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
        .put("subject_token", token)
        .put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")
        .put("audience", RULE);
  }

  Client.Reply exchange(String token) throws IOException, InterruptedException {
    return send(request(token));
  }

  Client.Reply send(ObjectNode request) throws IOException, InterruptedException {
    return Client.withHeader(sandbox, "").postText(PATH, request.toString());
  }

  /** An access token. */
  String login() throws Exception {
    return exchange(token()).text("/access_token");
  }

  /** Why the last exchange was refused. */
  String reason() {
    return sandbox.refusedExchanges().get(sandbox.refusedExchanges().size() - 1);
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }
}
