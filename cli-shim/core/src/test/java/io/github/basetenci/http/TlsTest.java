package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.TransportException.Phase;
import io.github.basetenci.text.Situation;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  @TempDir static Path directory;
  private static TestTls tls;

  private RawServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = TestTls.make(directory, "dns:api.example.test");
  }

  @BeforeEach
  void start() throws Exception {
    server = RawServer.answering(tls, ANSWER);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aFurtherCaFileIsTrusted() throws Exception {
    HttpResponse response =
        send(TestHttp.settings().withCaFile(tls.certificate()), "api.example.test");

    assertThat(response.body()).isEqualTo("hi");
  }

  @Test
  void aFurtherCaFileMayHoldThePrivateKeyToo() throws Exception {
    Path both = directory.resolve("both.pem");
    Files.writeString(
        both,
        "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"
            + Files.readString(tls.certificate()));

    assertThat(send(TestHttp.settings().withCaFile(both), "api.example.test").status())
        .isEqualTo(200);
  }

  @Test
  void sslCertFileIsAFurtherCaFile() throws Exception {
    HttpSettings settings =
        TestHttp.settings()
            .withEnvironment(
                Map.of("SSL_CERT_FILE", tls.certificate().getFileName().toString()), directory);

    assertThat(send(settings, "api.example.test").status()).isEqualTo(200);
  }

  @Test
  void theJavaTrustStoreStaysTrustedBesideACaFile() throws Exception {
    List<X509Certificate> plain = Trust.issuers(List.of());
    List<X509Certificate> further = CaFile.read(tls.certificate());

    assertThat(plain).isNotEmpty();
    assertThat(Trust.issuers(further)).containsAll(plain).hasSize(plain.size() + 1);
  }

  @Test
  void anotherLibraryGetsTheCaFilesAndMakesTheSockets() throws Exception {
    List<List<X509Certificate>> asked = new ArrayList<>();
    SSLSocketFactory factory = tls.trustingContext().getSocketFactory();
    HttpTransport transport =
        HttpTransport.with(
            TestHttp.settings().withCaFile(tls.certificate()),
            further -> {
              asked.add(further);
              return (socket, host) ->
                  (SSLSocket) factory.createSocket(socket, "api.example.test", 443, true);
            });

    // Java itself would refuse this address: the certificate is for another name.
    assertThat(transport.send(local(), TestHttp.farAway()).status()).isEqualTo(200);
    assertThat(transport.send(local(), TestHttp.farAway()).status()).isEqualTo(200);
    assertThat(asked).containsExactly(CaFile.read(tls.certificate()));
  }

  @Test
  void javaSpeaksTlsWhereTheOtherLibraryCannotBeUsed() {
    HttpTransport transport =
        HttpTransport.with(TestHttp.settings().withCaFile(tls.certificate()), further -> null);

    assertThat(
            catchThrowableOfType(
                TransportException.class, () -> transport.send(local(), TestHttp.farAway())))
        .hasMessageContaining("is not trusted or is for another name");
    assertThat(server.requests()).isEmpty();
  }

  private HttpRequest local() {
    return HttpRequest.of("GET", URI.create("https://127.0.0.1:" + server.port() + "/"), Map.of());
  }

  @Test
  void anUnknownAuthorityIsRefusedBeforeAnythingIsSent() {
    TransportException failure =
        failure(
            TestHttp.settings().withAdvice((situation, name) -> "; see " + situation),
            "api.example.test");

    assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
    assertThat(failure.situation()).isEqualTo(Situation.CERTIFICATE_NOT_TRUSTED);
    assertThat(failure)
        .hasMessage(
            "the certificate of api.example.test:"
                + server.port()
                + " is not trusted or is for another name; see CERTIFICATE_NOT_TRUSTED");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aCertificateForAnotherNameIsRefusedBeforeAnythingIsSent() {
    TransportException failure =
        failure(TestHttp.settings().withCaFile(tls.certificate()), "other.example.test");

    assertThat(failure).hasMessageContaining("is not trusted or is for another name");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aMissingCaFileIsNamed() {
    Path missing = directory.resolve("missing.pem");

    TransportException failure =
        failure(TestHttp.settings().withCaFile(missing), "api.example.test");

    assertThat(failure).hasMessage("the CA file " + missing + " cannot be read");
    assertThat(failure.situation()).isEqualTo(Situation.CA_FILE_UNUSABLE);
  }

  @Test
  void aCaFileWithoutACertificateIsNamed() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.pem"));
    Path text = Files.writeString(directory.resolve("text.pem"), "-----BEGIN X-----\nnonsense\n");

    assertThat(failure(TestHttp.settings().withCaFile(empty), "api.example.test"))
        .hasMessageStartingWith("the CA file " + empty + " holds no certificate");
    assertThat(failure(TestHttp.settings().withCaFile(text), "api.example.test"))
        .hasMessageStartingWith("the CA file " + text + " holds ");
  }

  @Test
  void plainHttpOnATlsPortIsOneSentence() throws Exception {
    try (RawServer plain =
        RawServer.running(
            (socket, raw) ->
                socket
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes("US-ASCII")))) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class,
              () ->
                  TestHttp.transport()
                      .send(
                          HttpRequest.of(
                              "GET", URI.create("https://127.0.0.1:" + plain.port()), Map.of()),
                          TestHttp.farAway()));

      assertThat(failure).hasMessageStartingWith("cannot agree on TLS with 127.0.0.1:");
    }
  }

  private HttpResponse send(HttpSettings settings, String host) throws TransportException {
    HttpTransport transport =
        new HttpTransport(settings, name -> new InetAddress[] {InetAddress.getByName("127.0.0.1")});
    URI uri = URI.create("https://" + host + ":" + server.port() + "/");
    return transport.send(HttpRequest.of("GET", uri, Map.of()), TestHttp.farAway());
  }

  private TransportException failure(HttpSettings settings, String host) {
    return catchThrowableOfType(TransportException.class, () -> send(settings, host));
  }
}
