package io.github.basetenci.api;

import static io.github.basetenci.api.ApiWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.testing.Fixture;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiExceptionTest {
  @Fixture private ApiWorld world;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'code':'X','message':'m'}            | m",
        "{'message':'m','error':'e'}           | m",
        "{'error':'e','retry_after':37}        | e",
        "{'error':{'message':'em','code':'x'}} | em",
        "{'message':'','error':'e'}            | e",
        "{'message':null,'detail':'d'}         | d",
        "{'detail':'d'}                        | d",
        "['first','second']                    | first",
        "{'other':1}                           | {'other':1}",
        "[1]                                   | [1]"
      })
  void theMessageIsFoundInEveryKnownShape(String body, String message) {
    assertThat(refused(400, body.replace('\'', '"')).serverMessage())
        .isEqualTo(message.replace('\'', '"'));
  }

  @Test
  void anEmptyBodyIsNoMessage() {
    assertThat(refused(503, ""))
        .hasMessage(host() + " answered POST /v1/secrets with HTTP 503")
        .extracting(ApiException::serverMessage)
        .isEqualTo("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | refused the key for POST /v1/secrets (HTTP 401): m",
        "403 | does not allow this key to POST /v1/secrets (HTTP 403): m",
        "404 | found nothing for POST /v1/secrets (HTTP 404): m",
        "422 | answered POST /v1/secrets with HTTP 422: m",
        "429 | asks to slow down POST /v1/secrets (HTTP 429): m",
        "302 | answered POST /v1/secrets with HTTP 302: m",
        "500 | answered POST /v1/secrets with HTTP 500: m"
      })
  void theSentenceNamesHostCallAndStatus(int status, String sentence) {
    assertThat(refused(status, "{\"message\":\"m\"}")).hasMessage(host() + " " + sentence);
  }

  @Test
  void foreignTextIsOneHarmlessLine() {
    ApiException refusal =
        refused(400, "{\"code\":\"\\u001b[2J\",\"message\":\"::add-mask::x\\n\\u001b[31mred\"}");

    assertThat(refusal.serverMessage()).isEqualTo("\\::add-mask::x \\u001B[31mred");
    assertThat(refusal.code()).isEqualTo("\\u001B[2J");
    assertThat(refusal.getMessage()).doesNotContain("\n", "\u001b");
  }

  @Test
  void longForeignTextIsCut() {
    assertThat(refused(400, "{\"message\":\"" + "x".repeat(100_000) + "\"}").serverMessage())
        .hasSizeLessThan(600);
  }

  @Test
  void theKeyInUseIsMaskedInEveryForm() {
    String key = world.sandbox.key(KeyType.PERSONAL);
    String encoded = Base64.getEncoder().encodeToString(("Bearer " + key).getBytes());
    String secretHalf = key.substring(key.indexOf('.') + 1);

    ApiException refusal =
        refused(400, "{\"message\":\"got %s and %s and %s\"}".formatted(key, secretHalf, encoded));

    assertThat(refusal.serverMessage()).contains("****").doesNotContain(key, secretHalf);
    assertThat(refusal.serverMessage()).doesNotContain(encoded.substring(12, 40));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "hunter \"2\" \\ <b>&",
        "hunter\n-----BEGIN\nkey-of-hunter\n",
      })
  void theValueOfASecretIsMaskedInWhatTheServerQuotes(String value) {
    String quoted = Json.compact(new JsonString(value));

    assertThat(refused(422, "{\"detail\":" + quoted + "}", value))
        .hasMessageContaining("****")
        .hasMessageNotContaining("hunter");
    assertThat(refused(422, "{\"detail\":{\"input\":" + quoted + "}}", value))
        .hasMessageContaining("****")
        .hasMessageNotContaining("hunter");
    assertThat(refused(422, "cannot store " + value, value)).hasMessageNotContaining("hunter");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 500, 502, 504})
  void afterTheseStatusesAPostMayHaveTakenEffect(int status) {
    assertThat(refused(status, "x").mayHaveTakenEffect()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 409, 422, 429})
  void afterTheseStatusesAPostHasTakenNoEffect(int status) {
    assertThat(refused(status, "{\"message\":\"x\"}").mayHaveTakenEffect()).isFalse();
  }

  @Test
  void aSuccessThatIsNotJsonIsAFailureThatQuotesNothing() {
    world.sandbox.fault(
        Fault.status("POST", "/v1/api_keys", 200, "{\"api_key\":\"abcdefgh.hunter2hunter2\"}")
            .headers(Map.of("Content-Type", "text/html")));

    ApiException refusal = create();

    assertThat(refusal.status()).isEqualTo(200);
    assertThat(refusal)
        .hasMessage(
            host()
                + " answered POST /v1/api_keys with HTTP 200, but it is not JSON; check that the"
                + " address is the management API");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"api_key\":\"abcdefgh.hunter2hunter2\"",
        "[\"abcdefgh.hunter2hunter2\"]",
        "{\"key\":\"abcdefgh.hunter2hunter2\"}",
        "{\"api_key\":\"abcdefgh.hunter2 hunter2\"}",
        "{\"api_key\":42}",
        ""
      })
  void aCreatedKeyThatCannotBeReadIsAFailureThatQuotesNothing(String body) {
    world.sandbox.fault(Fault.status("POST", "/v1/api_keys", 200, body));

    ApiException refusal = create();

    assertThat(refusal)
        .hasMessageContaining("with HTTP 200, but")
        .hasMessageNotContaining("hunter2");
    assertThat(refusal.mayHaveTakenEffect()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "37, , 37000",
    "0.25, , 250",
    "'\"7\"', , 7000",
    "37, 5, 37000",
    "null, 5, 5000",
    "-1, 5, ",
    "1e999, , ",
    "null, 'Wed, 21 Oct 2026 07:28:00 GMT', ",
    "null, , "
  })
  void theWaitThatTheServerAsksForComesFromBodyOrHeader(
      String inBody, String inHeader, Long millis) {
    world.sandbox.fault(
        Fault.status("POST", "/v1/secrets", 429, "{\"error\":\"e\",\"retry_after\":" + inBody + "}")
            .headers(inHeader == null ? Map.of() : Map.of("Retry-After", inHeader)));

    ApiException refusal = refusal(() -> api().setSecret("n", "v", null));

    assertThat(refusal.retryAfter()).isEqualTo(millis == null ? null : Duration.ofMillis(millis));
  }

  private ApiException create() {
    return refusal(
        () -> api().createApiKey(new CreateApiKey(ApiKeyType.PERSONAL, "n", null), null));
  }

  private ApiException refused(int status, String body) {
    return refused(status, body, "value");
  }

  private ApiException refused(int status, String body, String value) {
    world.sandbox.fault(Fault.status("POST", "/v1/secrets", status, body));
    return refusal(() -> api().setSecret("name", value, null));
  }

  private ManagementApi api() {
    return world.as(KeyType.PERSONAL);
  }

  private String host() {
    return world.sandbox.url().getAuthority();
  }
}
