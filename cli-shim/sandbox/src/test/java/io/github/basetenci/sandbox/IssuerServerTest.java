package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerServerTest {
  private static final GitHubJob JOB = GitHubJob.of("acme/models");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final TestIssuer issuer = TestIssuer.github(new MovingClock());
  private IssuerServer server;

  @BeforeEach
  void start() throws IOException {
    server = IssuerServer.start(issuer, JOB);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aJobGetsItsIdentityTokenForAnAudience() throws Exception {
    HttpResponse<String> answer = ask("&audience=https%3A%2F%2Fapi.baseten.co");
    JsonNode json = new ObjectMapper().readTree(answer.body());
    Jwt token = Jwt.parse(json.path("value").textValue());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server.tokens()).containsExactly(json.path("value").textValue());
    assertThat(token.claim("aud")).isEqualTo("https://api.baseten.co");
    assertThat(token.claim("sub")).isEqualTo(JOB.subject());
    assertThat(KeySet.parse(issuer.keySet()).signed(token)).isTrue();
  }

  @Test
  void withoutAnAudienceItIsForTheOwner() throws Exception {
    ask("");

    assertThat(Jwt.parse(server.tokens().get(0)).claim("aud")).isEqualTo("https://github.com/acme");
  }

  @Test
  void eachTokenIsANewOneAndOfTheJobOfItsTime() throws Exception {
    ask("&audience=a");
    ask("&audience=a");
    server.setJob(JOB.onTag("v1"));
    ask("&audience=a");

    assertThat(server.tokens()).doesNotHaveDuplicates().hasSize(3);
    assertThat(Jwt.parse(server.tokens().get(2)).claim("ref")).isEqualTo("refs/tags/v1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer ", "Bearer x", "Basic TOKEN", "Api-Key TOKEN", "TOKEN"})
  void nobodyElseGetsOne(String authorization) throws Exception {
    String header = authorization.replace("TOKEN", server.requestToken());

    assertThat(get(URI.create(server.requestUrl()), header).statusCode()).isEqualTo(401);
    assertThat(server.tokens()).isEmpty();
  }

  @Test
  void discoveryNamesTheKeySet() throws Exception {
    URI discovery = server.url().resolve("/.well-known/openid-configuration");
    JsonNode document = new ObjectMapper().readTree(get(discovery, "").body());

    assertThat(document.path("issuer").textValue()).isEqualTo(TestIssuer.GITHUB);
    assertThat(document.at("/id_token_signing_alg_values_supported/0").textValue())
        .isEqualTo("RS256");
    assertThat(get(URI.create(document.path("jwks_uri").textValue()), "").body())
        .isEqualTo(issuer.keySet());
  }

  @Test
  void itFailsOnDemand() throws Exception {
    server.fault(Fault.status("GET", "/idtoken", 503, "{}"));
    server.fault(Fault.of(Fault.Kind.CUT_BODY, "GET", "/idtoken"));
    server.fault(Fault.status("GET", "/idtoken", 500, ""));

    assertThat(ask("").statusCode()).isEqualTo(503);
    assertThatThrownBy(() -> ask("")).isInstanceOf(IOException.class);
    server.clearFaults();
    assertThat(ask("").statusCode()).isEqualTo(200);
    assertThat(server.tokens()).hasSize(2);
  }

  @Test
  void requestsAreSeenWithoutSecrets() throws Exception {
    ask("&audience=a");
    get(server.url().resolve("/" + server.requestToken()), "Bearer " + server.tokens().get(0));

    assertThat(server.requests())
        .extracting(RequestEntry::scheme)
        .containsExactly(Scheme.BEARER, Scheme.BEARER);
    assertThat(server.requests())
        .extracting(RequestEntry::path)
        .containsExactly("/idtoken/1001/job", "/****");
    assertThat(server.requests().toString())
        .doesNotContain(server.requestToken(), server.tokens().get(0).split("\\.")[1]);
  }

  private HttpResponse<String> ask(String query) throws IOException, InterruptedException {
    return get(URI.create(server.requestUrl() + query), "Bearer " + server.requestToken());
  }

  private static HttpResponse<String> get(URI url, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
