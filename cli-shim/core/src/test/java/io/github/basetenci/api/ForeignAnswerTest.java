package io.github.basetenci.api;

import static io.github.basetenci.api.ApiWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.testing.Fixture;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Something else than the management API answers in its place. */
class ForeignAnswerTest {
  private static final Map<String, String> HTML = Map.of("Content-Type", "text/html");
  private static final String PAGE =
      """
      <!DOCTYPE html><html><head><title>Access Denied</title>
      <style>body { color: red }</style><script>var a = "<b>";</script></head>
      <body><!-- node 7 --><h1>Policy</h1> <p>This category
      is blocked.</p></body></html>
      """;

  @Fixture private ApiWorld world;

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 401, 402, 403, 404, 407, 409, 418, 422, 451})
  void aPageProvesAndRefusesNothingWhateverItsStatus(int status) {
    for (ThrowingCallable call : calls()) {
      world.sandbox.clearRequests();
      world.sandbox.fault(Fault.status(null, "/v1/", status, PAGE).headers(HTML));

      ApiException answer = refusal(call);

      assertThat(answer.status()).isNotIn(401, 403, 404);
      assertThat(answer.mayHaveTakenEffect()).isTrue();
      assertThat(world.sandbox.requests()).hasSize(1);
    }
  }

  private List<ThrowingCallable> calls() {
    ManagementApi api = world.as(KeyType.PERSONAL);
    return List.of(
        api::me,
        api::teams,
        api::apiKeys,
        () -> api.secrets(null),
        () -> api.deleteApiKey("abcdefgh"),
        () -> api.deleteSecret("s", null),
        () -> api.setSecret("s", "value", null),
        () -> api.createApiKey(new CreateApiKey(ApiKeyType.PERSONAL, "n", null), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "401 | text/html              | Unauthorized              | \"Unauthorized\"",
        "403 | text/plain             | error code: 1020          | \"error code: 1020\"",
        "403 | application/json       | Forbidden                 | \"Forbidden\"",
        "403 | application/json       | \"Forbidden\"             | \"\"Forbidden\"\"",
        "403 | text/html              | {\"message\":\"no\"}      | \"{\"message\":\"no\"}\"",
        "404 | text/html;charset=utf8 | <h1>Not<br>here</h1>      | \"Not here\"",
        "404 | -                      | ``                        | without a text",
        "401 | text/html              | <p>cut <a href=           | \"cut\"",
        "401 | text/html              | <script>x                 | without a text",
        "401 | text/html              | 5 < 6 > 4                 | \"5 4\"",
        "403 | text/html              | ::error::x                | \"\\::error::x\""
      })
  void theSentenceHasStatusAndFirstWords(int status, String type, String body, String words) {
    assertThat(answered(status, type == null ? Map.of() : Map.of("Content-Type", type), body))
        .hasMessage(
            host()
                + " answered GET /v1/users/me with HTTP "
                + status
                + ", but that was not Baseten ("
                + words
                + "); a proxy, a firewall or a login page answered, or the address is another"
                + " server's: check the network and the address");
  }

  @Test
  void thePageIsReadWithoutItsTags() {
    assertThat(answered(403, HTML, PAGE))
        .hasMessageContaining("(\"Access Denied Policy This category is blocked.\")");
  }

  @Test
  void ofAPageAtMostAHundredCharactersAreShownWhereverItsBlankStands() {
    for (int before = 80; before <= 100; before++) {
      String page = "<p>" + "x".repeat(before) + " " + "y".repeat(100);
      String message = answered(403, HTML, page).getMessage();

      assertThat(message).contains("...\")");
      assertThat(message.substring(message.indexOf('"') + 1, message.lastIndexOf('"')))
          .hasSizeLessThanOrEqualTo(100);
    }
  }

  @Test
  void ofALongPageTheFirstWordsAreShown() {
    String message = answered(403, HTML, "<p>" + "word ".repeat(100_000)).getMessage();

    assertThat(message).contains("(\"word word ").contains("word ...\")").hasSizeLessThan(400);
  }

  @Test
  void aRedirectTellsWhereToAndNothingBehindTheHost() {
    String location = "https://login.example.test/wifi?back=abc";

    assertThat(answered(302, Map.of("Location", location), ""))
        .hasMessageContaining(
            "with HTTP 302, but that was not Baseten (a redirect to login.example.test);");
  }

  @Test
  void thePageOfASuccessIsShownToo() {
    assertThat(answered(200, HTML, PAGE))
        .hasMessageContaining("with HTTP 200, but that was not Baseten (\"Access Denied ");
  }

  @Test
  void theKeyIsMaskedInThePage() {
    String key = world.sandbox.key(KeyType.PERSONAL);
    String encoded = Base64.getEncoder().encodeToString(key.getBytes());

    for (String shown : List.of(key, encoded, "<b>" + key + "</b>")) {
      assertThat(answered(403, HTML, "<p>got " + shown))
          .hasMessageContaining("(\"got ****")
          .hasMessageNotContaining(key.substring(key.indexOf('.') + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 422})
  void jsonOfAnyShapeIsTheApis(int status) {
    for (String body :
        List.of(
            "{\"message\":\"m\"}",
            "{\"errors\":[1]}",
            "[\"m\"]",
            "{}",
            " \n{\"detail\":\"d\"}\n")) {
      assertThat(
              answered(status, Map.of("Content-Type", "application/problem+json"), body).status())
          .isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void theseStatusesClaimNothingAndStayWhatTheyAre(int status) {
    world.sandbox.fault(Fault.status("POST", "/v1/secrets", status, PAGE).headers(HTML));

    assertThat(refusal(() -> world.as(KeyType.PERSONAL).setSecret("s", "value", null)).status())
        .isEqualTo(status);
  }

  private ApiException answered(int status, Map<String, String> headers, String body) {
    world.sandbox.fault(Fault.status("GET", "/v1/users/me", status, body).headers(headers));
    return refusal(() -> world.as(KeyType.PERSONAL).me());
  }

  private String host() {
    return world.sandbox.url().getAuthority();
  }
}
