package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.TransportException.Phase;
import io.github.basetenci.text.Situation;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy or a server that speaks another protocol than its address says. */
class WrongPeerTest {
  private static final String TARGET = "https://api.example.test";
  private static final String PASSWORD = "hunter2";

  /** A fatal alert of TLS 1.2, and the beginning of its greeting. */
  private static final String ALERT = "\u0015\u0003\u0003\u0000\u0002\u0002\u0046";

  private static final String GREETING = "\u0016\u0003\u0003\u0000\u0002";

  @TempDir static Path directory;
  private static TestTls tls;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = TestTls.make(directory, "dns:api.example.test,dns:proxy.localhost");
  }

  /** What a proxy without TLS says to a greeting of TLS; nothing is a closed connection. */
  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 400 Bad Request\r\n\r\n', ': it answers without TLS'",
    "'SSH-2.0-x\r\n', ': it answers without TLS'",
    "'', ': it hung up'"
  })
  void aPlainProxyThatIsAddressedByTlsIsNamed(String answer, String why) throws Exception {
    try (RawServer proxy = saying(answer)) {
      assertThat(throughProxy("https", proxy))
          .isEqualTo(
              "cannot agree on TLS with the proxy proxy.localhost:"
                  + proxy.port()
                  + why
                  + "; write http:// at the beginning of its address unless it speaks TLS itself");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ALERT, GREETING})
  void aTlsProxyThatIsAddressedInPlainIsNamed(String answer) throws Exception {
    try (RawServer proxy = saying(answer)) {
      assertThat(throughProxy("http", proxy))
          .isEqualTo(
              "the proxy proxy.localhost:"
                  + proxy.port()
                  + " speaks TLS; write https:// at the beginning of its address");
    }
  }

  @Test
  void aRealTlsProxyThatIsAddressedInPlainIsNamed() throws Exception {
    try (RawServer proxy = RawServer.running(tls, (client, server) -> server.readRequest(client))) {
      assertThat(throughProxy("http", proxy))
          .startsWith("the proxy proxy.localhost:" + proxy.port() + " speaks TLS; ");
    }
  }

  @Test
  void theCertificateOfATlsProxyIsToldAsThatOfTheProxy() throws Exception {
    try (RawServer proxy = RawServer.answering(tls, "")) {
      HttpSettings settings = settings().withProxies(proxies("https", proxy));

      assertThat(failure(settings, TARGET))
          .hasMessageStartingWith(
              "the certificate of the proxy proxy.localhost:"
                  + proxy.port()
                  + " is not trusted or is for another name; ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0005\u00ff", "\u0000\u005b\u0000\u0000\u0000\u0000\u0000\u0000"})
  void aSocksProxyIsNamedAsOne(String answer) throws Exception {
    try (RawServer proxy = saying(answer)) {
      assertThat(throughProxy("http", proxy))
          .isEqualTo(
              "the proxy proxy.localhost:"
                  + proxy.port()
                  + " is a SOCKS proxy, and only HTTP proxies can be used; name one of those");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', it hung up",
    "'HTTP/1.1 2', it hung up",
    "'220 mail.example ESMTP\r\n', it sent something that is not an HTTP/1.1 answer",
    "'SSH-2.0-OpenSSH\r\n', it sent something that is not an HTTP/1.1 answer"
  })
  void whatIsNoProxyIsNamed(String answer, String why) throws Exception {
    try (RawServer proxy = saying(answer)) {
      assertThat(throughProxy("http", proxy))
          .isEqualTo(
              "cannot connect to the proxy proxy.localhost:"
                  + proxy.port()
                  + ": "
                  + why
                  + "; check that it is an HTTP proxy, and whether its address begins with http://"
                  + " or https://");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | check that it is an HTTP proxy, and whether its address begins with http:// or"
            + " https://",
        "403 | ask its owner to allow the host, or add the host to NO_PROXY",
        "405 | check that it is an HTTP proxy, and whether its address begins with http:// or"
            + " https://",
        "407 | it refuses the user and the password in the proxy variable, so correct them",
        "302 | ask its owner to allow the host, or add the host to NO_PROXY",
        "502 | it cannot reach the host, so check the host's name, or ask the owner of the proxy",
        "503 | it cannot reach the host, so check the host's name, or ask the owner of the proxy"
      })
  void aProxyThatOpensNoConnectionIsNamedWithItsStatus(int status, String next) throws Exception {
    try (RawServer proxy =
        RawServer.answering(
            "HTTP/1.1 " + status + " x\r\nContent-Type: text/html\r\n\r\n<h1>No</h1>")) {
      assertThat(throughProxy("http", proxy))
          .isEqualTo(
              "the proxy proxy.localhost:%d opened no connection to api.example.test:443 (HTTP %d); %s"
                  .formatted(proxy.port(), status, next));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Proxy-Authenticate: Basic realm=x | put user:password@ into the proxy variable",
        "X: y | put user:password@ into the proxy variable",
        "Proxy-Authenticate: NTLM | it asks for another login than a user and a password,",
        "Proxy-Authenticate: Negotiate | it asks for another login than a user and a password,"
      })
  void aProxyThatWantsALoginSaysWhich(String header, String next) throws Exception {
    String answer = "HTTP/1.1 407 Login\r\n" + header + "\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = RawServer.answering(answer)) {
      String address = "http://proxy.localhost:" + proxy.port();
      for (String scheme : List.of("https", "http")) {
        HttpSettings settings =
            settings().withProxies(Proxies.of(Map.of(scheme + "_proxy", address)));

        assertThat(failure(settings, scheme + "://api.example.test"))
            .hasMessageStartingWith("the proxy proxy.localhost:")
            .hasMessageContaining("(HTTP 407); " + next);
      }
    }
  }

  @Test
  void withoutTheWordsOfAFrontEndItIsAFactAndItsSituation() throws Exception {
    try (RawServer proxy = RawServer.answering("HTTP/1.1 403 x\r\n\r\n")) {
      TransportException failure =
          failure(TestHttp.settings().withProxies(proxies("http", proxy)), TARGET);

      assertThat(failure)
          .hasMessage(
              "the proxy proxy.localhost:%d opened no connection to api.example.test:443 (HTTP 403)"
                  .formatted(proxy.port()));
      assertThat(failure.situation()).isEqualTo(Situation.PROXY_REFUSES);
    }
  }

  @Test
  void aWebServerThatTakesATunnelForARequestIsNamedBesideTheHost() throws Exception {
    String page = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n<h1>Hi</h1>";
    try (RawServer proxy = RawServer.answering(page)) {
      assertThat(throughProxy("http", proxy))
          .isEqualTo(
              "cannot agree on TLS with api.example.test:443 (through the proxy proxy.localhost:"
                  + proxy.port()
                  + "): it answers without TLS; check the URL and the port, and that the proxy"
                  + " leads there");
    }
  }

  @Test
  void aProxyThatIsSilentIsNamedWhenTheTimeIsOver() throws Exception {
    try (RawServer proxy =
        RawServer.running((client, server) -> client.getInputStream().readAllBytes())) {
      HttpSettings settings = settings().withProxies(proxies("http", proxy));
      Deadline soon = Deadline.after(Duration.ofMillis(300), System::nanoTime);

      assertThat(catchThrowableOfType(TransportException.class, () -> send(settings, TARGET, soon)))
          .hasMessageStartingWith(
              "the proxy proxy.localhost:" + proxy.port() + " did not answer within 300 ms");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 400 Bad Request\r\n\r\n', ': it answers without TLS'",
    "'', ': it hung up'"
  })
  void aPlainServerThatIsAddressedByTlsIsNamed(String answer, String why) throws Exception {
    try (RawServer server = saying(answer)) {
      String host = "127.0.0.1:" + server.port();

      assertThat(failure(settings(), "https://" + host))
          .hasMessage("cannot agree on TLS with " + host + why + "; check the URL and the port");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ALERT, GREETING})
  void aTlsServerThatIsAddressedInPlainIsNamedAndHasDoneNothing(String answer) throws Exception {
    try (RawServer server = saying(answer)) {
      String host = "127.0.0.1:" + server.port();
      TransportException failure = failure(settings(), "http://" + host);

      assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
      assertThat(failure)
          .hasMessage(host + " speaks TLS; write https:// at the beginning of its address");
    }
  }

  @Test
  void aServerOfAnotherProtocolIsNamed() throws Exception {
    try (RawServer server = saying("\u0005\u00ff")) {
      String host = "127.0.0.1:" + server.port();

      assertThat(failure(settings(), "http://" + host))
          .hasMessage(host + " speaks SOCKS and not HTTP; check the address and the port");
    }
  }

  /** Reads what comes first, says this and hangs up. */
  private static RawServer saying(String answer) throws Exception {
    return RawServer.running(
        (client, server) -> {
          byte[] some = new byte[4096];
          client.getInputStream().read(some);
          client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
          client.getOutputStream().flush();
        });
  }

  /** The message; whatever it says, nothing was sent to the server, and no password is told. */
  private static HttpSettings settings() {
    return TestHttp.settings().withAdvice(WrongPeerTest::advice);
  }

  private static String advice(Situation situation, String name) {
    return switch (situation) {
      case CERTIFICATE_NOT_TRUSTED -> "; name the file of its authority";
      case PROXY_REFUSES -> "; ask its owner to allow the host, or add the host to NO_PROXY";
      case PROXY_LOGIN_MISSING -> "; put user:password@ into the proxy variable";
      case PROXY_LOGIN_REFUSED ->
          "; it refuses the user and the password in the proxy variable, so correct them";
      case PROXY_LOGIN_UNKNOWN -> "; ask its owner for one";
      default -> throw new AssertionError(situation);
    };
  }

  private static String throughProxy(String scheme, RawServer proxy) {
    HttpSettings settings =
        settings().withProxies(proxies(scheme, proxy)).withCaFile(tls.certificate());
    TransportException failure = failure(settings, TARGET);

    assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
    assertThat(failure).hasMessageNotContaining(PASSWORD);
    return String.valueOf(failure.getMessage());
  }

  private static Proxies proxies(String scheme, RawServer proxy) {
    String address = scheme + "://user:" + PASSWORD + "@proxy.localhost:" + proxy.port();
    return Proxies.of(Map.of("HTTPS_PROXY", address));
  }

  private static TransportException failure(HttpSettings settings, String target) {
    return catchThrowableOfType(
        TransportException.class, () -> send(settings, target, TestHttp.farAway()));
  }

  private static void send(HttpSettings settings, String target, Deadline deadline)
      throws TransportException {
    Exchange.Resolver literal =
        host -> {
          if (host.equals("127.0.0.1")) {
            return new InetAddress[] {InetAddress.getByName(host)};
          }
          throw new UnknownHostException(host);
        };
    new HttpTransport(settings, literal)
        .send(HttpRequest.of("GET", URI.create(target), Map.of()), deadline);
  }
}
