package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.TransportException.Phase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
  private static final String EMPTY_OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final HttpTransport transport = TestHttp.transport();

  @Test
  void aPostIsTheseBytes() throws Exception {
    try (RawServer server = RawServer.answering(EMPTY_OK)) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Authorization", "Bearer abc.def");
      headers.put("Content-Type", "application/json");

      transport.send(
          new HttpRequest("POST", server.uri("/v1/x%2Fy?q=1"), headers, "\"ä\""),
          TestHttp.farAway());

      assertThat(server.requests())
          .containsExactly(
              """
              POST /v1/x%2Fy?q=1 HTTP/1.1
              Host: 127.0.0.1:PORT
              User-Agent: baseten-ci/0.0.0-test (Java/17; linux)
              Connection: close
              Content-Length: 4
              Authorization: Bearer abc.def
              Content-Type: application/json

              "ä\""""
                  .replace("PORT", "" + server.port())
                  .replace("\n", "\r\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, false", "DELETE, false", "POST, true", "PUT, true", "PATCH, true"})
  void aMissingBodyIsAnnouncedWhereOneIsExpected(String method, boolean announced)
      throws Exception {
    try (RawServer server = RawServer.answering(EMPTY_OK)) {
      transport.send(
          HttpRequest.of(method, URI.create("http://127.0.0.1:" + server.port()), Map.of()),
          TestHttp.farAway());

      assertThat(server.requests().get(0)).startsWith(method + " / HTTP/1.1\r\n");
      assertThat(server.requests().get(0).contains("Content-Length: 0")).isEqualTo(announced);
    }
  }

  @Test
  void whatIsNotAsciiInAnAddressIsPercentEncoded() throws Exception {
    try (RawServer server = RawServer.answering(EMPTY_OK)) {
      get(server.uri("/ä?ö"));

      assertThat(server.requests().get(0)).startsWith("GET /%C3%A4?%C3%B6 HTTP/1.1\r\n");
    }
  }

  @Test
  void aRedirectIsAnAnswer() throws Exception {
    try (RawServer server =
        RawServer.answering(
            "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")) {
      HttpResponse response = get(server.uri("/"));

      assertThat(response.status()).isEqualTo(302);
      assertThat(response.header("Location")).isEqualTo("/elsewhere");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE"})
  void aRefusalIsAnAnswerWithItsBody(String method) throws Exception {
    try (RawServer server =
        RawServer.answering(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 3\r\n\r\nno!")) {
      HttpResponse response =
          transport.send(HttpRequest.of(method, server.uri("/"), Map.of()), TestHttp.farAway());

      assertThat(response.status()).isEqualTo(401);
      assertThat(response.body()).isEqualTo("no!");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aRefusedConnectionIsNoRequestAndNamesTheHost() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    TransportException failure = failure(URI.create("http://localhost:" + port + "/secret-path"));

    assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
    assertThat(failure)
        .hasMessage(
            "cannot connect to localhost:%d: it refused the connection; check the address and the network"
                .formatted(port));
  }

  @Test
  void anUnknownHostIsNamed() {
    HttpTransport lost =
        new HttpTransport(
            TestHttp.settings(),
            host -> {
              throw new UnknownHostException(host);
            });

    assertThatThrownBy(
            () ->
                lost.send(
                    HttpRequest.of("GET", URI.create("https://api.example.test/"), Map.of()),
                    TestHttp.farAway()))
        .hasMessage("cannot find api.example.test:443 in the DNS; check the name and the network");
  }

  @Test
  void everyAddressOfAHostIsTried() throws Exception {
    try (RawServer server = RawServer.answering(EMPTY_OK)) {
      HttpTransport several =
          new HttpTransport(
              TestHttp.settings(),
              host ->
                  new InetAddress[] {
                    InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")
                  });

      HttpResponse response =
          several.send(
              HttpRequest.of(
                  "GET", URI.create("http://api.example.test:" + server.port()), Map.of()),
              TestHttp.farAway());

      assertThat(response.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "api.localhost", "API.Localhost"})
  void localhostNamesAreNotLookedUp(String host) throws Exception {
    try (RawServer server = RawServer.answering(EMPTY_OK)) {
      HttpTransport blind =
          new HttpTransport(
              TestHttp.settings(),
              name -> {
                throw new UnknownHostException(name);
              });

      HttpResponse response =
          blind.send(
              HttpRequest.of("GET", URI.create("http://" + host + ":" + server.port()), Map.of()),
              TestHttp.farAway());

      assertThat(response.status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyAboveTheCapIsAFailureAfterTheEffect() throws Exception {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n")) {
      TransportException failure = failure(server.uri("/"));

      assertThat(failure)
          .hasMessage(
              "127.0.0.1:" + server.port() + " sent more than 8388608 bytes; try again later");
      assertThat(failure.mayHaveTakenEffect()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\r\nX: y", "a\0b", "\u007f", "ä"})
  void aHeaderThatWouldBreakTheHeadIsRefusedWithoutShowingIt(String value) {
    URI uri = URI.create("http://localhost/");

    assertThatThrownBy(() -> HttpRequest.of("GET", uri, Map.of("Authorization", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(value);
    assertThatThrownBy(() -> HttpRequest.of("GET", uri, Map.of(value, "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host", "content-length", "Transfer-Encoding", "Connection", "User-Agent"})
  void headersOfTheConnectionAreTheTransportsOwn(String name) {
    assertThatThrownBy(
            () -> HttpRequest.of("GET", URI.create("http://localhost/"), Map.of(name, "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://host/", "https:opaque", "https:///path", "http://user@host/", "/path"})
  void onlyWebAddressesAreRequested(String uri) {
    assertThatThrownBy(() -> HttpRequest.of("GET", URI.create(uri), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noTextFormShowsASecret() throws Exception {
    HttpRequest request =
        new HttpRequest(
            "POST",
            URI.create("https://api.example.test/v1/x?token=hunter2"),
            Map.of("Authorization", "Bearer hunter2"),
            "hunter2");
    HttpResponse response = new HttpResponse(200, Map.of(), "hunter2");

    assertThat(request).hasToString("POST https://api.example.test/v1/x");
    assertThat(response).hasToString("HTTP 200 with 7 characters");
  }

  private HttpResponse get(URI uri) throws TransportException {
    return transport.send(HttpRequest.of("GET", uri, Map.of()), TestHttp.farAway());
  }

  private TransportException failure(URI uri) {
    return catchThrowableOfType(TransportException.class, () -> get(uri));
  }
}
