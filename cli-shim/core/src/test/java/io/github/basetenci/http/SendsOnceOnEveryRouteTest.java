package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.TransportException.Phase;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A POST whose connection breaks arrives once, whatever lies between. */
class SendsOnceOnEveryRouteTest {
  private static final String NOTHING = "";
  private static final String HALF_A_HEAD = "HTTP/1.1 200 OK\r\nContent-Le";
  private static final String HALF_A_BODY = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a";
  private static final String HALF_A_CHUNK =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"a";

  @TempDir static Path directory;
  private static TestTls tls;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = TestTls.make(directory, "dns:api.example.test,dns:proxy.localhost");
  }

  /** What of an answer comes before the connection is closed, or torn down. */
  enum Cut {
    BEFORE_THE_ANSWER(NOTHING),
    IN_THE_HEAD(HALF_A_HEAD),
    IN_THE_BODY(HALF_A_BODY),
    IN_A_CHUNK(HALF_A_CHUNK),
    BY_A_RESET(null);

    private final String part;

    Cut(String part) {
      this.part = part;
    }

    RawServer.Script script() {
      return (socket, server) -> {
        server.readRequest(socket);
        if (part == null) {
          socket.setSoLinger(true, 0);
        } else {
          socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().flush();
        }
      };
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_THE_ANSWER",
    "IN_THE_HEAD",
    "IN_THE_BODY",
    "IN_A_CHUNK",
    "BY_A_RESET",
  })
  void overTls(Cut cut) throws Exception {
    try (RawServer origin = RawServer.running(tls, cut.script())) {
      TransportException failure =
          failureOf(
              TestHttp.settings().withCaFile(tls.certificate()),
              URI.create("https://proxy.localhost:" + origin.port() + "/v1/x"));

      assertArrivedOnce(origin, failure);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_THE_ANSWER",
    "IN_THE_HEAD",
    "IN_THE_BODY",
    "IN_A_CHUNK",
    "BY_A_RESET",
  })
  void throughAProxyThatPassesRequestsOn(Cut cut) throws Exception {
    try (RawServer proxy = RawServer.running(cut.script())) {
      HttpSettings settings =
          TestHttp.settings()
              .withProxies(Proxies.of(Map.of("http_proxy", "http://localhost:" + proxy.port())));

      assertArrivedOnce(proxy, failureOf(settings, URI.create("http://api.example.test/v1/x")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http, BEFORE_THE_ANSWER",
    "http, IN_THE_HEAD",
    "http, IN_THE_BODY",
    "http, IN_A_CHUNK",
    "http, BY_A_RESET",
    "https, BEFORE_THE_ANSWER",
    "https, IN_THE_BODY"
  })
  void throughATunnel(String scheme, Cut cut) throws Exception {
    try (RawServer origin = RawServer.running(tls, cut.script());
        RawServer proxy =
            scheme.equals("http")
                ? RawServer.running(ProxyTest.tunnelTo(origin))
                : RawServer.running(tls, ProxyTest.tunnelTo(origin))) {
      String address = scheme + "://proxy.localhost:" + proxy.port();
      HttpSettings settings =
          TestHttp.settings()
              .withProxies(Proxies.of(Map.of("HTTPS_PROXY", address)))
              .withCaFile(tls.certificate());

      assertArrivedOnce(origin, failureOf(settings, URI.create("https://api.example.test/v1/x")));
      assertThat(proxy.connections()).as("tunnels").isEqualTo(1);
    }
  }

  private static void assertArrivedOnce(RawServer server, TransportException failure) {
    assertThat(failure.phase()).isEqualTo(Phase.RECEIVE);
    assertThat(failure.mayHaveTakenEffect()).isTrue();
    assertThat(failure)
        .hasMessageContaining("closed the connection before its answer was complete")
        .hasMessageEndingWith("whether the POST took effect is unknown");
    assertThat(server.requests()).singleElement().asString().endsWith("{\"name\":\"new\"}");
    assertThat(server.connections()).isEqualTo(1);
  }

  private static TransportException failureOf(HttpSettings settings, URI target) {
    HttpTransport transport =
        new HttpTransport(
            settings,
            host -> {
              throw new UnknownHostException(host);
            });
    HttpRequest post = new HttpRequest("POST", target, Map.of(), "{\"name\":\"new\"}");
    return catchThrowableOfType(
        TransportException.class, () -> transport.send(post, TestHttp.farAway()));
  }
}
