package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.basetenci.sandbox.Client.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExchangeTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ExchangeWorld world;

  @BeforeEach
  void start() throws IOException {
    world = new ExchangeWorld();
  }

  @AfterEach
  void stop() throws IOException {
    world.close();
  }

  @Test
  void anIdentityTokenIsExchangedWithoutAnyKey() throws Exception {
    Reply reply = world.exchange(world.token());

    assertThat(reply.status()).isEqualTo(200);
    String token = reply.text("/access_token");
    assertThat(reply.json())
        .hasToString(
            "{\"access_token\":\""
                + token
                + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\","
                + "\"token_type\":\"Bearer\",\"expires_in\":1800}");
    assertThat(reply.response().headers().firstValue("Cache-Control")).contains("no-store");
    Instant now = world.clock.instant();
    assertThat(world.sandbox.tokens())
        .containsExactly(
            new IssuedToken(token, ExchangeWorld.RULE, "ci-deployer", now, now.plusSeconds(1800)));
    assertThat(world.sandbox.tokens().toString()).doesNotContain(token);
    assertThat(world.sandbox.refusedExchanges()).isEmpty();
  }

  @Test
  void aTokenByEs256AndAListOfAudiencesAreTaken() throws Exception {
    ObjectNode claims = world.claims();
    claims.putArray("aud").add("https://other.example").add(ExchangeWorld.AUDIENCE);

    assertThat(world.exchange(RfcKeys.es256("{\"alg\":\"ES256\"}", claims.toString())).status())
        .isEqualTo(200);
  }

  @Test
  void aJenkinsTokenHasNoNbf() throws Exception {
    ObjectNode claims = world.claims();
    claims.remove("nbf");

    assertThat(world.exchange(world.token(claims)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "iss ~ null ~ iss is not",
        "iss ~ \"https://token.actions.githubusercontent.com/\" ~ iss is not",
        "iss ~ \"https://ghes.example/_services/token\" ~ iss is not",
        "iss ~ [\"https://token.actions.githubusercontent.com\"] ~ iss is not",
        "aud ~ null ~ aud is not",
        "aud ~ \"abcd1234\" ~ aud is not",
        "aud ~ \"https://github.com/acme\" ~ aud is not",
        "aud ~ \"https://API.baseten.co\" ~ aud is not",
        "aud ~ [] ~ aud is not",
        "aud ~ [\"https://github.com/acme\"] ~ aud is not",
        "aud ~ [[\"https://api.baseten.co\"]] ~ aud is not",
        "aud ~ [\"https://api.baseten.co\", 1] ~ aud is not",
        "aud ~ {\"https://api.baseten.co\": 1} ~ aud is not",
        "sub ~ null ~ do not meet the condition",
        "sub ~ \"repo:acme/models-fork:ref:refs/heads/main\" ~ do not meet the condition",
        "sub ~ \"repo:acme@12345/models@67890:ref:refs/heads/main\" ~ do not meet the condition",
        "sub ~ \"repo:Acme/models:ref:refs/heads/main\" ~ do not meet the condition",
        "sub ~ [\"repo:acme/models:ref:refs/heads/main\"] ~ do not meet the condition",
        "repository_owner_id ~ 12345 ~ do not meet the condition",
        "repository_owner_id ~ \"54321\" ~ do not meet the condition",
        "ref ~ \"refs/heads/feature\" ~ do not meet the condition",
        "exp ~ null ~ exp is no moment",
        "exp ~ \"1787047500\" ~ exp is no moment",
        "exp ~ true ~ exp is no moment",
        "exp ~ 0 ~ exp is over",
        "exp ~ -1 ~ exp is no moment",
        "exp ~ 1e400 ~ exp is no moment",
        "exp ~ 99999999999999999999999999 ~ exp is no moment",
        "exp ~ 1787047500000 ~ exp is no moment",
        "nbf ~ \"x\" ~ nbf is no moment",
        "nbf ~ 253402300799 ~ nbf is yet to come",
        "iat ~ 253402300799 ~ iat is yet to come",
        "iat ~ {} ~ iat is no moment",
      })
  void aTokenWithAnotherClaimIsRefusedWithoutAReason(String claim, String value, String reason)
      throws Exception {
    ObjectNode claims = world.claims();
    claims.set(claim, MAPPER.readTree(value));
    if (value.equals("null")) {
      claims.remove(claim);
    }

    assertRefused(world.exchange(world.token(claims)), "invalid_grant", reason);
  }

  @Test
  void aClaimThatIsNullIsNoClaim() throws Exception {
    assertRefused(
        world.exchange(world.token(world.claims().putNull("exp"))),
        "invalid_grant",
        "exp is no moment");
    assertRefused(
        world.exchange(world.token(world.claims().putNull("nbf"))),
        "invalid_grant",
        "nbf is no moment");
  }

  @Test
  void aTokenIsValidFromItsBeginningToBeforeItsEnd() throws Exception {
    long now = world.clock.instant().getEpochSecond();
    String early = world.token(world.claims().put("nbf", now + 1));
    String issuedLater = world.token(world.claims().put("iat", now + 1));
    String last = world.token(world.claims().put("exp", now + 1));

    assertRefused(world.exchange(early), "invalid_grant", "nbf is yet to come");
    assertRefused(world.exchange(issuedLater), "invalid_grant", "iat is yet to come");
    assertThat(world.exchange(last).status()).isEqualTo(200);
    world.clock.move(Duration.ofSeconds(1));
    assertThat(world.exchange(early).status()).isEqualTo(200);
    assertThat(world.exchange(issuedLater).status()).isEqualTo(200);
    assertRefused(world.exchange(last), "invalid_grant", "exp is over");
  }

  @Test
  void aForgedTokenIsRefused() throws Exception {
    String claims = world.claims().toString();
    String token = RfcKeys.rs256(ExchangeWorld.HEADER, claims);
    String body = token.substring(0, token.lastIndexOf('.'));
    String signature = token.substring(token.lastIndexOf('.'));
    String other = RfcKeys.encode(world.claims().put("ref", "refs/heads/x").toString());

    for (String forged :
        List.of(
            body + ".",
            body + "." + RfcKeys.encode("signature"),
            RfcKeys.encode(ExchangeWorld.HEADER) + "." + other + signature,
            RfcKeys.encode("{\"alg\":\"none\"}") + "." + RfcKeys.encode(claims) + ".",
            RfcKeys.rs256("{\"alg\":\"RS256\",\"kid\":\"ec\"}", claims),
            TestIssuer.github(world.clock).sign(ExchangeWorld.HEADER, claims))) {
      assertRefused(world.exchange(forged), "invalid_grant", "the signature is not by a key");
    }
  }

  @Test
  void criticalFieldsOfTheHeaderAreRefused() throws Exception {
    String header = "{\"alg\":\"RS256\",\"crit\":[\"exp\"]}";

    assertRefused(
        world.exchange(RfcKeys.rs256(header, world.claims().toString())),
        "invalid_grant",
        "critical");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABCD1234", "abcd1235", "https://api.baseten.co", "main"})
  void anotherRuleIsRefusedWithoutAReason(String rule) throws Exception {
    assertRefused(
        world.send(world.request(world.token()).put("audience", rule)),
        "invalid_grant",
        "no trust rule");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "grant_type ~ null ~ invalid_request",
        "grant_type ~ \"\" ~ invalid_request",
        "grant_type ~ 1 ~ invalid_request",
        "grant_type ~ \"client_credentials\" ~ unsupported_grant_type",
        "subject_token ~ null ~ invalid_request",
        "subject_token ~ \"\" ~ invalid_request",
        "subject_token ~ [\"x\"] ~ invalid_request",
        "subject_token ~ \"x\" ~ invalid_grant",
        "subject_token_type ~ null ~ invalid_request",
        "subject_token_type ~ \"urn:ietf:params:oauth:token-type:saml2\" ~ invalid_request",
        "audience ~ null ~ invalid_request",
        "audience ~ \"\" ~ invalid_request",
        "audience ~ {} ~ invalid_request",
        "requested_token_type ~ \"urn:ietf:params:oauth:token-type:jwt\" ~ invalid_request",
        "requested_token_type ~ 1 ~ invalid_request",
        "access_token_lifetime_seconds ~ \"600\" ~ invalid_request",
        "access_token_lifetime_seconds ~ 600.5 ~ invalid_request",
        "access_token_lifetime_seconds ~ 0 ~ invalid_request",
        "access_token_lifetime_seconds ~ 59 ~ invalid_request",
        "access_token_lifetime_seconds ~ -99999999999999999999 ~ invalid_request",
      })
  void theFieldsOfTheRequestAreChecked(String field, String value, String error) throws Exception {
    ObjectNode request = world.request(world.token());
    request.set(field, MAPPER.readTree(value));

    assertRefused(world.send(request), error, "");
    if (value.equals("null")) {
      request.remove(field);
      assertRefused(world.send(request), error, "");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
      })
  void aBodyThatIsNoJsonObjectIsAnInvalidRequest(String body) throws Exception {
    assertRefused(
        Client.withHeader(world.sandbox, "").postText(ExchangeWorld.PATH, body),
        "invalid_request",
        "no JSON object");
  }

  @Test
  void theOptionalFieldsMayBeThere() throws Exception {
    ObjectNode request =
        world
            .request(world.token())
            .put("requested_token_type", "urn:ietf:params:oauth:token-type:access_token")
            .put("access_token_lifetime_seconds", 60);

    assertThat(world.send(request).json().at("/expires_in").asInt()).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource({
    "1799, 1799",
    "1800, 1800",
    "1801, 1800",
    "999999999999999999999999, 1800",
  })
  void aLongerLifetimeThanTheRulesIsShortened(String wanted, int lifetime) throws Exception {
    ObjectNode request = world.request(world.token());
    request.set("access_token_lifetime_seconds", MAPPER.readTree(wanted));

    assertThat(world.send(request).json().at("/expires_in").asInt()).isEqualTo(lifetime);
  }

  @Test
  void orItIsRefusedWhereThatIsSet() throws Exception {
    try (ExchangeWorld strict =
        new ExchangeWorld(ExchangeOptions.defaults().withShortensLifetimes(false))) {
      ObjectNode request = strict.request(strict.token());

      assertThat(strict.send(request.put("access_token_lifetime_seconds", 1800)).status())
          .isEqualTo(200);
      assertThat(strict.send(request.put("access_token_lifetime_seconds", 1801)).text("/error"))
          .isEqualTo("invalid_grant");
      assertThat(strict.reason()).contains("the lifetime is above");
    }
  }

  @Test
  void anIdentityTokenCanBeOfUseOnce() throws Exception {
    assertThat(world.exchange(world.token()).status()).isEqualTo(200);
    assertThat(world.exchange(world.token()).status()).isEqualTo(200);
    try (ExchangeWorld once =
        new ExchangeWorld(ExchangeOptions.defaults().withTakesIdentityTokensOnce(true))) {
      String token = once.token();

      assertThat(once.exchange(token).status()).isEqualTo(200);
      assertThat(once.exchange(token).text("/error")).isEqualTo("invalid_grant");
      assertThat(once.reason()).contains("exchanged before");
      assertThat(once.exchange(once.token(once.claims().put("jti", "2"))).status()).isEqualTo(200);
    }
  }

  @Test
  void withoutThePreviewEveryExchangeIsRefused() throws Exception {
    try (ExchangeWorld off = new ExchangeWorld(ExchangeOptions.defaults().withEnabled(false))) {
      assertThat(off.exchange(off.token()).text("/error")).isEqualTo("invalid_grant");
      assertThat(off.reason()).contains("no workload identity federation");
    }
  }

  @Test
  void theKeysOfAnIssuerCanChange() throws Exception {
    TestIssuer issuer = TestIssuer.github(world.clock);
    String old = world.token();
    String next = issuer.sign("{\"alg\":\"RS256\"}", world.claims().toString());
    world.sandbox.publishKeys(issuer.issuer(), issuer.keySet());

    assertRefused(world.exchange(old), "invalid_grant", "the signature is not by a key");
    assertThat(world.exchange(next).status()).isEqualTo(200);
  }

  @Test
  void theReasonsAreForWhoeverRunsTheSandbox() throws Exception {
    world.exchange("x");

    assertThat(
            Client.withHeader(world.sandbox, "")
                .get("/_sandbox/refused-exchanges")
                .text("/refused/0"))
        .isEqualTo("invalid_grant: the token is no JWT of three parts and at most 64 KiB");
  }

  @Test
  void aThousandBrokenTokensAreRefusedInOneOfTwoWords() throws Exception {
    Random random = new Random(20261130);
    String good = world.token();
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      String broken = broken(good, random);
      Reply reply = world.exchange(broken);
      if (broken.equals(good)) {
        taken++;
        continue;
      }
      assertThat(reply.status()).as("token %d", i).isEqualTo(400);
      assertThat(reply.response().body())
          .isIn("{\"error\":\"invalid_grant\"}", "{\"error\":\"invalid_request\"}");
    }
    assertThat(taken).isLessThan(10);
    assertThat(world.sandbox.tokens()).hasSize(taken);
    assertThat(world.sandbox.refusedExchanges()).hasSize(1000 - taken);
    assertThat(world.sandbox.refusedExchanges().stream().distinct().count())
        .as("kinds of damage")
        .isGreaterThan(5);
    assertThat(world.exchange(good).status()).isEqualTo(200);
  }

  /** A token with some damage: of its text, of its JSON, or of a claim and signed all the same. */
  private String broken(String good, Random random) throws Exception {
    int at = random.nextInt(good.length());
    String[] parts = good.split("\\.");
    return switch (random.nextInt(10)) {
      case 0 -> good.substring(0, at);
      case 1 -> good.substring(0, at) + (char) random.nextInt(0xd800) + good.substring(at + 1);
      case 2 -> good.substring(0, at) + good.substring(Math.min(good.length(), at + 1 + at / 2));
      case 3 -> good + ".".repeat(random.nextInt(3)) + good.substring(at);
      case 4 -> parts[at % 3] + "." + parts[at % 3] + "." + parts[2];
      case 5 -> RfcKeys.rs256(text(random), world.claims().toString());
      case 6 -> RfcKeys.rs256(ExchangeWorld.HEADER, text(random));
      case 7 -> {
        String claims = world.claims().toString();
        int cut = random.nextInt(claims.length());
        yield RfcKeys.rs256(ExchangeWorld.HEADER, claims.substring(0, cut) + text(random));
      }
      case 8 -> {
        ObjectNode claims = world.claims();
        List<String> names = new ArrayList<>(List.of("iss", "aud", "sub", "exp", "ref"));
        claims.set(
            names.get(random.nextInt(names.size())),
            MAPPER.readTree(VALUES.get(random.nextInt(VALUES.size()))));
        yield world.token(claims);
      }
      default -> RfcKeys.rs256(HEADERS.get(random.nextInt(HEADERS.size())), "{}");
    };
  }

  private static final List<String> VALUES =
      List.of("null", "true", "-1", "1e999", "\"\"", "\"\\u0000\"", "[]", "[null]", "{}", "[[]]");

  private static final List<String> HEADERS =
      List.of(
          "{}",
          "[]",
          "{\"alg\":null}",
          "{\"alg\":\"none\"}",
          "{\"alg\":\"RS256\",\"kid\":7}",
          "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"kid\":\"ec\"}",
          "{\"alg\":\"RS256\",\"crit\":[]}");

  private static String text(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void assertRefused(Reply reply, String error, String reason) {
    assertThat(reply.response().body()).isEqualTo("{\"error\":\"" + error + "\"}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(world.reason()).startsWith(error + ": ").contains(reason);
  }
}
