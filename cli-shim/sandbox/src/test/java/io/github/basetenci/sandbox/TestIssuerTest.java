package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestIssuerTest {
  private final MovingClock clock = new MovingClock();

  @ParameterizedTest
  @EnumSource(SigningAlgorithm.class)
  void aTokenIsSignedByTheKeyOfTheSet(SigningAlgorithm algorithm) throws Exception {
    TestIssuer issuer = TestIssuer.of("https://issuer.example", algorithm, clock);
    TestIssuer forger = issuer.withOtherKey();
    String token = issuer.token("a").sign();
    KeySet keys = KeySet.parse(issuer.keySet());

    assertThat(keys.signed(Jwt.parse(token))).isTrue();
    assertThat(KeySet.parse(forger.keySet()).signed(Jwt.parse(token))).isFalse();
    assertThat(keys.signed(Jwt.parse(forger.token("a").sign()))).isFalse();
    assertThat(Jwt.parse(forger.token("a").sign()).header("kid"))
        .isEqualTo(Jwt.parse(token).header("kid"));
  }

  @Test
  void theKeySetHoldsNoPrivatePart() throws Exception {
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      JsonNode key =
          new ObjectMapper()
              .readTree(TestIssuer.of("https://x.example", algorithm, clock).keySet())
              .at("/keys/0");

      assertThat(key.properties())
          .extracting(Map.Entry::getKey)
          .doesNotContain("d", "p", "q", "dp", "dq", "qi")
          .contains("kty", "kid", "use", "alg");
    }
  }

  /** Without any of the sandbox's own code. */
  @Test
  void anyReaderOfJwtAcceptsAToken() throws Exception {
    TestIssuer issuer = TestIssuer.github(clock);
    String token = issuer.token(GitHubJob.of("acme/models"), "audience").sign();
    String[] parts = token.split("\\.");
    JsonNode key = new ObjectMapper().readTree(issuer.keySet()).at("/keys/0");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e"))));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));

    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims.path("iss").textValue()).isEqualTo(TestIssuer.GITHUB);
    assertThat(claims.path("aud").textValue()).isEqualTo("audience");
    assertThat(claims.path("sub").textValue()).isEqualTo("repo:acme/models:ref:refs/heads/main");
    assertThat(claims.path("iat").longValue()).isEqualTo(clock.instant().getEpochSecond());
    assertThat(claims.path("exp").longValue() - claims.path("iat").longValue()).isEqualTo(300);
    assertThat(claims.path("iat").longValue() - claims.path("nbf").longValue()).isEqualTo(600);
    assertThat(claims.path("jti").textValue()).isNotEmpty();
  }

  @Test
  void allOfATokenCanBeChanged() throws Exception {
    TestIssuer issuer = TestIssuer.of("https://x.example", SigningAlgorithm.ES256, clock);
    SignedIdentity token =
        issuer
            .token("a")
            .with("admin", true)
            .with("roles", List.of("x"))
            .with(Map.of("n", 1, "nested", Map.of("a", "b")))
            .without("jti")
            .to("a", "b")
            .issued(Instant.parse("2020-01-01T00:00:00Z"))
            .withHeader("alg", "none")
            .withoutHeader("kid");
    Jwt signed = Jwt.parse(token.sign());

    assertThat(signed.header()).hasToString("{\"typ\":\"JWT\",\"alg\":\"none\"}");
    assertThat(signed.claims().path("admin").booleanValue()).isTrue();
    assertThat(signed.claims().path("roles")).hasToString("[\"x\"]");
    assertThat(signed.claims().path("nested")).hasToString("{\"a\":\"b\"}");
    assertThat(signed.claims().has("jti")).isFalse();
    assertThat(signed.claims().path("aud")).hasToString("[\"a\",\"b\"]");
    assertThat(signed.claims().path("exp").longValue()).isEqualTo(1577837100);
  }

  @Test
  void evenNonsenseCanBeSigned() throws Exception {
    TestIssuer issuer = TestIssuer.of("https://x.example", SigningAlgorithm.ES256, clock);
    String token = issuer.sign("{\"alg\":\"ES256\"}", "no JSON");

    assertThatThrownBy(() -> Jwt.parse(token)).isInstanceOf(UntrustedTokenException.class);
    assertThat(token.split("\\.")[1]).isEqualTo(RfcKeys.encode("no JSON"));
  }

  @Test
  void aSandboxTakesTheTokensOfAnIssuerThatItKnows() throws Exception {
    TestIssuer github = TestIssuer.github(clock);
    TestIssuer jenkins = TestIssuer.of("https://ci.example", SigningAlgorithm.ES384, clock);
    SandboxOptions options =
        SandboxOptions.defaults()
            .withClock(clock)
            .withIssuer(github)
            .withIssuer(jenkins)
            .withTrustRule(
                SeedRule.of("github", github.issuer(), ExchangeWorld.CONDITION, "a", "deployer"))
            .withTrustRule(
                SeedRule.of("jenkins", jenkins.issuer(), "claims.sub == 'job'", "a", "deployer"));
    try (Sandbox sandbox = Sandbox.start(options)) {
      GitHubJob job = GitHubJob.of("acme/models");
      assertThat(exchange(sandbox, "github", github.token(job, "a"))).isEqualTo(200);
      assertThat(exchange(sandbox, "github", github.token(job.onBranch("x"), "a"))).isEqualTo(400);
      assertThat(exchange(sandbox, "github", github.token(job.withImmutableSubject(), "a")))
          .isEqualTo(400);
      assertThat(exchange(sandbox, "jenkins", jenkins.token("a").with("sub", "job")))
          .isEqualTo(200);
      assertThat(exchange(sandbox, "jenkins", github.token("a").with("sub", "job"))).isEqualTo(400);
      assertThat(exchange(sandbox, "github", github.withOtherKey().token(job, "a"))).isEqualTo(400);
      assertThat(sandbox.refusedExchanges())
          .containsExactly(
              "invalid_grant: the claims do not meet the condition of the rule github",
              "invalid_grant: the claims do not meet the condition of the rule github",
              "invalid_grant: iss is not the issuer of the identity provider"
                  + " Issuer of this sandbox https://ci.example",
              "invalid_grant: the signature is not by a key of the issuer");
      assertThat(
              Client.bearer(sandbox, sandbox.tokens().get(0).value())
                  .get("/v1/teams")
                  .text("/teams/0/name"))
          .isEqualTo(Sandbox.DEFAULT_TEAM);
    }
  }

  private static int exchange(Sandbox sandbox, String rule, SignedIdentity token) throws Exception {
    ObjectNode body =
        new ObjectMapper()
            .createObjectNode()
            .put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
            .put("subject_token", token.sign())
            .put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")
            .put("audience", sandbox.trustRuleId(rule));
    return Client.withHeader(sandbox, "").postText(ExchangeWorld.PATH, body.toString()).status();
  }

  private static BigInteger number(JsonNode key, String field) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(field).textValue()));
  }
}
