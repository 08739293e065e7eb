package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.text.Situation;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests through a proxy, to a host that only the proxy can find. */
class ProxyTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final URI TARGET = URI.create("https://api.example.test/v1/x");

  @TempDir static Path directory;
  private static TestTls tls;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = TestTls.make(directory, "dns:api.example.test,dns:proxy.localhost");
  }

  @Test
  void httpsGoesThroughATunnelAndTheProxySeesNoKey() throws Exception {
    try (RawServer origin = RawServer.answering(tls, ANSWER);
        RawServer proxy = RawServer.running(tunnelTo(origin))) {
      HttpResponse response = send(proxyAt("http://localhost:" + proxy.port()), TARGET);

      assertThat(response.body()).isEqualTo("hi");
      assertThat(proxy.requests())
          .containsExactly(
              """
              CONNECT api.example.test:443 HTTP/1.1
              Host: api.example.test:443
              User-Agent: baseten-ci/0.0.0-test (Java/17; linux)

              """
                  .replace("\n", "\r\n"));
      assertThat(origin.requests().get(0))
          .startsWith("GET /v1/x HTTP/1.1\r\nHost: api.example.test\r\n")
          .contains("Authorization: Bearer abc.def");
    }
  }

  @Test
  void theProxyAloneGetsItsPassword() throws Exception {
    try (RawServer origin = RawServer.answering(tls, ANSWER);
        RawServer proxy = RawServer.running(tunnelTo(origin))) {
      send(proxyAt("http://us%40er:p+%2Fw@localhost:" + proxy.port()), TARGET);

      String expected =
          Base64.getEncoder().encodeToString("us@er:p+/w".getBytes(StandardCharsets.UTF_8));
      assertThat(proxy.requests().get(0)).contains("Proxy-Authorization: Basic " + expected);
      assertThat(origin.requests().get(0)).doesNotContain("Proxy-Authorization");
    }
  }

  @Test
  void theProxyItselfMaySpeakTls() throws Exception {
    try (RawServer origin = RawServer.answering(tls, ANSWER);
        RawServer proxy = RawServer.running(tls, tunnelTo(origin))) {
      HttpResponse response = send(proxyAt("https://proxy.localhost:" + proxy.port()), TARGET);

      assertThat(response.body()).isEqualTo("hi");
    }
  }

  @Test
  void plainHttpIsAskedOfTheProxyInAbsoluteForm() throws Exception {
    try (RawServer proxy = RawServer.answering(ANSWER)) {
      HttpSettings settings =
          TestHttp.settings()
              .withProxies(
                  Proxies.of(Map.of("http_proxy", "http://u:p@localhost:" + proxy.port())));

      send(settings, URI.create("http://plain.example.test:81/x?y"));

      assertThat(proxy.requests().get(0))
          .startsWith("GET http://plain.example.test:81/x?y HTTP/1.1\r\n")
          .contains("Host: plain.example.test:81\r\n", "Proxy-Authorization: Basic dTpw\r\n");
    }
  }

  @Test
  void aProxyThatForbidsTheHostIsOneSentence() throws Exception {
    try (RawServer proxy = RawServer.answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")) {
      TransportException failure =
          failure(
              proxyAt("http://localhost:" + proxy.port())
                  .withAdvice((situation, name) -> "; ask its owner to allow the host"));

      assertThat(failure).hasMessageContaining("(HTTP 403); ask its owner to allow the host");
      assertThat(failure.situation()).isEqualTo(Situation.PROXY_REFUSES);
    }
  }

  @Test
  void aProxyThatCannotBeFoundIsNamed() {
    assertThat(failure(proxyAt("http://u:hunter2@proxy.example.test")))
        .hasMessage(
            "cannot find the proxy proxy.example.test:80 in the DNS; check the name and the"
                + " network");
  }

  @Test
  void aProxyThatHangsUpIsNamed() throws Exception {
    try (RawServer proxy = RawServer.answering("")) {
      assertThat(failure(proxyAt("http://localhost:" + proxy.port())))
          .hasMessageStartingWith(
              "cannot connect to the proxy localhost:" + proxy.port() + ": it hung up;");
    }
  }

  private static HttpSettings proxyAt(String address) {
    return TestHttp.settings()
        .withProxies(Proxies.of(Map.of("HTTPS_PROXY", address)))
        .withCaFile(tls.certificate());
  }

  private static HttpResponse send(HttpSettings settings, URI target) throws TransportException {
    HttpTransport transport =
        new HttpTransport(
            settings,
            host -> {
              throw new UnknownHostException(host);
            });
    return transport.send(
        HttpRequest.of("GET", target, Map.of("Authorization", "Bearer abc.def")),
        TestHttp.farAway());
  }

  private static TransportException failure(HttpSettings settings) {
    return catchThrowableOfType(TransportException.class, () -> send(settings, TARGET));
  }

  /** A proxy that leads every tunnel to one server. */
  static RawServer.Script tunnelTo(RawServer origin) {
    return (client, proxy) -> {
      proxy.readRequest(client);
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
      try (Socket inner = new Socket("127.0.0.1", origin.port())) {
        RawServer.daemon(() -> copy(client, inner));
        inner.getInputStream().transferTo(client.getOutputStream());
      }
    };
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // The tunnel is closed.
    }
  }
}
