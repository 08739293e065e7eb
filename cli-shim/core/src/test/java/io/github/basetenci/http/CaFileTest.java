package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaFileTest {
  /** Uses that a trusted certificate names: server, client, any. */
  private static final String SERVER = "06082b06010505070301";

  private static final String CLIENT = "06082b06010505070302";
  private static final String ANY = "0604551d2500";

  private static final String PRIVATE_KEY =
      "-----BEGIN PRIVATE KEY-----\nQSBwcml2YXRlIGtleSBvZiBub2JvZHk=\n-----END PRIVATE KEY-----\n";

  @TempDir static Path directory;
  private static String pem;
  private static byte[] der;

  @BeforeAll
  static void makeCertificate() throws Exception {
    TestTls tls = TestTls.make(directory, "dns:api.example.test");
    pem = Files.readString(tls.certificate());
    der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  /** What stands around and in a certificate, as people and tools write it. */
  static Stream<String> texts() throws Exception {
    return Stream.of(
        pem,
        pem + PRIVATE_KEY,
        PRIVATE_KEY + pem,
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + pem,
        "-----BEGIN DH PARAMETERS-----\nMAYCAQ8CAQI=\n-----END DH PARAMETERS-----\n" + pem,
        "-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n" + pem,
        "-----BEGIN RSA PRIVATE KEY-----\n"
            + "Proc-Type: 4,ENCRYPTED\n"
            + "DEK-Info: AES-256-CBC,00\n\n"
            + "MAA=\n"
            + "-----END RSA PRIVATE KEY-----\n"
            + pem,
        "# Example CA, until 2030\n\n" + pem + "\n# the end",
        "Bag Attributes\n    friendlyName: x\nsubject=CN = test\n\nissuer=CN = test\n\n" + pem,
        pem.replaceAll("\r?\n", "\r\n"),
        pem.replaceAll("\r?\n", "\n"),
        pem.replaceAll("\r?\n", "\r"),
        pem.replaceAll("(?m)^", "    "),
        "\ufeff" + pem,
        pem.strip(),
        pem.replace("BEGIN CERT", "BEGIN X509 CERT").replace("END CERT", "END X509 CERT"),
        trusted(""),
        trusted(sequence("30", SERVER)),
        trusted(sequence("30", CLIENT + SERVER)),
        trusted(sequence("30", ANY)),
        trusted(sequence("a0", CLIENT)),
        "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n" + pem);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void takesTheCertificateAndPassesOverTheRest(String text) throws Exception {
    assertThat(read(text, StandardCharsets.UTF_8)).containsExactly(certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void readsWhatAByteOrderMarkSays(String charset) throws Exception {
    assertThat(read("\ufeff" + pem, Charset.forName(charset))).containsExactly(certificate());
  }

  @Test
  void readsACertificateInDerForm() throws Exception {
    Path file = Files.write(directory.resolve("ca.der"), der);

    assertThat(CaFile.read(file)).containsExactly(certificate());
  }

  @Test
  void takesAllCertificates() throws Exception {
    assertThat(read(pem + PRIVATE_KEY + trusted("") + pem, StandardCharsets.US_ASCII))
        .hasSize(3)
        .containsOnly(certificate());
  }

  /** OpenSSL refuses them for a server, and a file of a distribution is full of such. */
  @ParameterizedTest
  @ValueSource(strings = {"a0" + SERVER, "a0" + CLIENT + SERVER, "a0" + ANY, "30" + CLIENT})
  void doesNotTakeACertificateThatIsNotTrustedForServers(String uses) throws Exception {
    String aux = sequence(uses.substring(0, 2), uses.substring(2));

    assertThat(read(trusted(aux), StandardCharsets.US_ASCII)).isEmpty();
    assertThat(read(trusted(aux) + pem, StandardCharsets.US_ASCII)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a text",
        PRIVATE_KEY,
        "-----BEGIN X-----\nnonsense\n",
        "-----BEGIN ",
        "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n"
      })
  void aFileWithoutACertificateIsAnErrorThatNamesIt(String text) {
    assertThatThrownBy(() -> read(text, StandardCharsets.US_ASCII))
        .isInstanceOf(Trust.UnusableCaFileException.class)
        .hasMessage("the CA file " + directory.resolve("ca.txt") + " holds no certificate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-----END CERTIFICATE-----", "bm9uZQ==\n-----END CERTIFICATE-----", "MIIB"})
  void aFileWhoseOnlyCertificateIsDamagedIsAnErrorThatSaysSo(String rest) {
    assertThatThrownBy(
            () -> read("-----BEGIN CERTIFICATE-----\n" + rest, StandardCharsets.US_ASCII))
        .isInstanceOf(Trust.UnusableCaFileException.class)
        .hasMessage("the CA file " + directory.resolve("ca.txt") + " holds a damaged certificate");
  }

  private static List<X509Certificate> read(String text, Charset charset) throws Exception {
    return CaFile.read(Files.write(directory.resolve("ca.txt"), text.getBytes(charset)));
  }

  private static X509Certificate certificate() throws Exception {
    return CaFile.read(directory.resolve("ca.pem")).get(0);
  }

  /** As OpenSSL writes it: the certificate, and behind it a sequence of what is given. */
  private static String trusted(String aux) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(der);
    bytes.writeBytes(HexFormat.of().parseHex(sequence("30", aux)));
    return "-----BEGIN TRUSTED CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes.toByteArray())
        + "\n-----END TRUSTED CERTIFICATE-----\n";
  }

  private static String sequence(String tag, String content) {
    return tag + String.format("%02x", content.length() / 2) + content;
  }
}
