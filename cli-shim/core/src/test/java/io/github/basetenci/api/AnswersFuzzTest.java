package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Masker;
import io.github.basetenci.testing.FuzzTest;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Whatever a server answers, what is said of it is one line without the key and without control
 * characters. The input is the status and headers of an answer, a line each, an empty line, and the
 * body; in all of them {@code KEY} stands for the key of the request.
 */
class AnswersFuzzTest extends FuzzTest {
  private static final String KEY = "fakekey1.NotARealSecretNotARealSecret0001";
  private static final HttpRequest REQUEST =
      HttpRequest.of("GET", URI.create("https://api.baseten.co/v1/users/me"), Map.of());

  private static final List<Fields.Reader<?>> READERS =
      List.of(
          UserInfo::read,
          Team::read,
          ApiKeyInfo::read,
          SecretInfo::read,
          json -> Fields.list(json, "keys", ApiKeyInfo::read),
          json -> Fields.list(json, "teams", Team::read),
          json -> Fields.list(json, "secrets", SecretInfo::read));

  @Override
  protected void tryOn(byte[] input) throws Exception {
    String[] parts = text(input).replace("KEY", KEY).split("\n\n", 2);
    String[] head = parts[0].split("\n", -1);
    String body = parts.length > 1 ? parts[1] : "";
    HttpResponse response =
        new HttpResponse(
            200 + Math.floorMod(head[0].strip().hashCode(), 400),
            Map.of(
                "Content-Type", List.of(head.length > 1 ? head[1] : "application/json"),
                "Retry-After", List.of(head.length > 2 ? head[2] : "1"),
                "Location", List.of(head.length > 3 ? head[3] : "/login")),
            body);
    said(new Errors(ApiKey.of(KEY), Masker.of(List.of(ApiKey.of(KEY)))::mask), response);
    KeyList.dated(List.of(), head[0]);
    try {
      if (Json.parse(body) instanceof JsonObject json) {
        readers(json);
      }
    } catch (JsonParseException e) {
      // The test of JSON looks at its sentence.
    }
  }

  private static void said(Errors errors, HttpResponse response) {
    for (HttpResponse answer : List.of(response, with(response, 401), with(response, 503))) {
      ApiException refused = errors.refused(REQUEST, answer);
      harmless(refused.getMessage());
      harmless(String.valueOf(refused));
    }
    harmless(errors.notJson(REQUEST, response).getMessage());
  }

  private static HttpResponse with(HttpResponse response, int status) {
    return new HttpResponse(status, response.headers(), response.body());
  }

  private static void harmless(String message) {
    assertThat(message).doesNotContain(KEY, KEY.substring(KEY.indexOf('.') + 1));
    assertThat(message.length()).isLessThan(Neutralizer.MAX_LINE + 300);
    assertThat(message.chars().anyMatch(Character::isISOControl)).isFalse();
    assertThat(message).doesNotContain("##[");
  }

  private static void readers(JsonObject json) {
    for (Fields.Reader<?> reader : READERS) {
      try {
        assertThat(reader.read(json)).isNotNull();
      } catch (MalformedAnswerException e) {
        assertThat(e).hasMessageStartingWith("the ");
      }
    }
  }
}
