package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UrlConnectionGetTest {
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = "{\"value\":\"é\"}".getBytes(StandardCharsets.UTF_8);
          int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          exchange.getResponseHeaders().add("Location", "/200");
          exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
          if (status != 204) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void aGetCarriesItsHeadersAndFollowsNoRedirect() throws IOException {
    HttpGet.Answer answer = get("/302?a=b");
    assertThat(answer).isEqualTo(new HttpGet.Answer(302, "{\"value\":\"é\"}"));
    assertThat(requests).containsExactly("GET /302?a=b Bearer t");
  }

  @Test
  void anErrorHasItsBodyAndAnEmptyAnswerHasNone() throws IOException {
    assertThat(get("/503")).isEqualTo(new HttpGet.Answer(503, "{\"value\":\"é\"}"));
    assertThat(get("/401")).isEqualTo(new HttpGet.Answer(401, "{\"value\":\"é\"}"));
    assertThat(get("/204")).isEqualTo(new HttpGet.Answer(204, ""));
  }

  @Test
  void aSilentServerIsNotWaitedForLongerThanTold() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      assertThatThrownBy(
              () ->
                  new UrlConnectionGet(u -> Proxy.NO_PROXY, Duration.ofMillis(50))
                      .get(uri, Map.of()))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void theProxyIsAsked() throws IOException {
    Proxy proxy = new Proxy(Proxy.Type.HTTP, server.getAddress());
    HttpGet http = new UrlConnectionGet(uri -> proxy, Duration.ofHours(1));
    assertThat(http.get(URI.create("http://host.invalid/200"), Map.of()).status()).isEqualTo(200);
  }

  @Test
  void aTokenIsFetchedThroughTheDefaults() {
    World world =
        new World()
            .with("ACTIONS_ID_TOKEN_REQUEST_URL", uri("/200?a=b").toString())
            .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "t")
            .with("http_proxy", "http://proxy.invalid:1");
    assertThat(world.core().getIDToken("c")).isEqualTo("é");
    assertThat(requests).containsExactly("GET /200?a=b&audience=c Bearer t");
  }

  private HttpGet.Answer get(String path) throws IOException {
    return new UrlConnectionGet(uri -> Proxy.NO_PROXY, Duration.ofHours(1))
        .get(uri(path), Map.of("authorization", "Bearer t"));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
