package io.github.basetenci.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.JsonValue.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeRefusalTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_100);

  @Test
  void theClaimsThatRulesLookAtAreShown() throws Exception {
    assertThat(ExchangeRefusal.claims(Tokens.of(Tokens.github()).claims(), NOW))
        .containsExactly(
            "iss: https://token.actions.githubusercontent.com",
            "aud: https://api.baseten.co",
            "sub: repo:acme/models:ref:refs/heads/main",
            "repository_owner_id: 12345",
            "ref: refs/heads/main",
            "job_workflow_ref: acme/models/.github/workflows/deploy.yml@refs/heads/main",
            "exp: in 200 s");
    assertThat(ExchangeRefusal.claims(Tokens.of(JsonObject.EMPTY).claims(), NOW))
        .containsExactly(
            "iss: MISSING",
            "aud: MISSING",
            "sub: MISSING",
            "repository_owner_id: MISSING",
            "exp: MISSING");
  }

  @Test
  void theNewFormOfTheSubjectIsNamed() throws Exception {
    JsonObject json = Tokens.github().with("sub", "repo:acme@12345/models@777:ref:refs/heads/main");
    assertThat(causes(json)).first().asString().contains("new form of subjects").contains("@777");
    assertThat(causes(Tokens.github())).noneMatch(cause -> cause.contains("new form"));
  }

  @Test
  void anEnvironmentInTheSubjectIsNamed() throws Exception {
    JsonObject json =
        Tokens.github()
            .with("sub", "repo:acme/models:environment:production")
            .with("environment", "production");
    assertThat(causes(json)).first().asString().contains("ends with environment:production");
  }

  @Test
  void aPullRequestIsNamed() throws Exception {
    assertThat(causes(Tokens.github().with("sub", "repo:acme/models:pull_request")))
        .first()
        .asString()
        .contains("ends with pull_request");
  }

  @Test
  void anotherIssuerIsNamed() throws Exception {
    String other = "https://ghe.example.com/_services/token";
    assertThat(causes(Tokens.github().with("iss", other))).first().asString().contains(other);
    JsonObject jenkins =
        JsonObject.EMPTY.with("iss", "https://ci.example.com/oidc").with("sub", "x");
    assertThat(causes(jenkins))
        .first()
        .asString()
        .contains("may not list the issuer https://ci.example.com/oidc");
  }

  @Test
  void clocksThatDifferAreNamed() throws Exception {
    assertThat(causes(Tokens.github(), NOW.minusSeconds(400)))
        .first()
        .asString()
        .contains("begins 300 s in the future");
    assertThat(causes(Tokens.github(), NOW.plusSeconds(1_000)))
        .first()
        .asString()
        .contains("has expired by the clock");
  }

  @Test
  void aTokenWithoutSubjectIsNamed() throws Exception {
    assertThat(causes(Tokens.github().without("sub")))
        .first()
        .asString()
        .contains("has no subject");
  }

  @Test
  void whatNobodyCanSeeFromHereComesLast() throws Exception {
    assertThat(causes(Tokens.github()))
        .hasSize(2)
        .satisfiesExactly(
            rule -> assertThat(rule).contains("the rule abcd1234", "case sensitive"),
            rest -> assertThat(rest).contains("service account", "minutes"));
  }

  private static List<String> causes(JsonObject json) throws Exception {
    return causes(json, NOW);
  }

  private static List<String> causes(JsonObject json, Instant now) throws Exception {
    return ExchangeRefusal.causes(Tokens.of(json).claims(), "abcd1234", now);
  }
}
