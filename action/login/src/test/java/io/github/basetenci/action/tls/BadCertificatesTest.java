package io.github.basetenci.action.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TransportException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The native library refuses what Java refuses, with the same sentence, and accepts what Java
 * accepts. Neither asks whether a certificate was revoked.
 */
class BadCertificatesTest {
  private static final String HOST = "api.localhost";
  private static final String SAN = "san=dns:" + HOST;
  private static final String ACCEPTED = "accepted";
  private static final String REFUSED =
      "the certificate of it is not trusted or is for another name";

  @TempDir static Path directory;
  private static TestChains chains;
  private static Path index;
  private static Path trustStore;
  private static Path ca;
  private static int leaves;

  @BeforeAll
  static void makeAuthorities() throws Exception {
    chains = new TestChains(directory);
    chains.make("root", "-keyalg", "RSA", "-keysize", "2048", "-ext", "bc:c");
    chains.make("middle", "-signer", "root", "-ext", "bc:c=ca:true,pathlen:0");
    chains.make("unknown", "-ext", "bc:c");
    X509Certificate root = chains.certificate("root");
    trustStore = chains.trustStore(root);
    ca = chains.pem(root);
    index = Files.write(directory.resolve("index"), Authorities.write(trustStore));
  }

  /**
   * A certificate of a server.
   *
   * @param host the host that is called
   * @param options those of keytool
   */
  private record Leaf(String name, String host, String verdict, List<String> options) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Leaf accepted(String name, String... options) {
    return new Leaf(name, HOST, ACCEPTED, List.of(options));
  }

  private static Leaf refused(String name, String... options) {
    return new Leaf(name, HOST, REFUSED, List.of(options));
  }

  static List<Leaf> leaves() {
    String nullByte = String.valueOf((char) 0);
    return List.of(
        accepted("a good one", "-ext", SAN),
        accepted("for servers alone", "-ext", SAN, "-ext", "eku=serverAuth"),
        accepted("for several names", "-ext", "san=dns:other.localhost,dns:" + HOST),
        accepted("RSA", "-keyalg", "RSA", "-keysize", "2048", "-ext", SAN),
        accepted("P-384", "-keyalg", "EC", "-groupname", "secp384r1", "-ext", SAN),
        // Java's own limit is 1,024 bits.
        accepted("RSA of 1,024 bits", "-keyalg", "RSA", "-keysize", "1024", "-ext", SAN),
        accepted("the name in the subject alone", "-dname", "CN=" + HOST),
        new Leaf("an address", "127.0.0.1", ACCEPTED, List.of("-ext", "san=ip:127.0.0.1")),
        new Leaf("a wildcard", "a.b.localhost", ACCEPTED, List.of("-ext", "san=dns:*.b.localhost")),
        new Leaf(
            "a wildcard for two levels",
            "a.b.localhost",
            REFUSED,
            List.of("-ext", "san=dns:*.localhost")),
        new Leaf(
            "an address in the subject alone",
            "127.0.0.1",
            REFUSED,
            List.of("-dname", "CN=127.0.0.1", "-ext", SAN)),
        new Leaf(
            "an address as a name of DNS",
            "127.0.0.1",
            REFUSED,
            List.of("-ext", "2.5.29.17=" + names("127.0.0.1"))),
        refused("another name", "-ext", "san=dns:other.localhost"),
        refused("a name that begins alike", "-ext", "san=dns:" + HOST + ".example"),
        refused("a null byte behind the name", "-ext", "2.5.29.17=" + names(HOST + nullByte + "x")),
        refused("a null byte before it", "-ext", "2.5.29.17=" + names("x" + nullByte + HOST)),
        refused("an empty name", "-ext", "2.5.29.17=" + names("")),
        refused("a wildcard alone", "-ext", "2.5.29.17=" + names("*")),
        refused("an address of mail", "-ext", "san=email:a@" + HOST),
        refused("an address of the web", "-ext", "san=uri:https://" + HOST),
        refused("expired", "-startdate", "-10d", "-validity", "2", "-ext", SAN),
        refused("not yet valid", "-startdate", "+2d", "-validity", "2", "-ext", SAN),
        refused("for clients alone", "-ext", SAN, "-ext", "eku=clientAuth"),
        refused("for programs alone", "-ext", SAN, "-ext", "eku=codeSigning"),
        refused("an unknown critical extension", "-ext", SAN, "-ext", "1.2.3.4:c=0500"));
  }

  /** The extension with one name of DNS, in hexadecimal digits. */
  private static String names(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    return "30%02x82%02x".formatted(bytes.length + 2, bytes.length)
        + HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void bothGiveTheSameVerdictOnACertificate(Leaf leaf) throws Exception {
    String alias = leaf("middle", leaf.options.toArray(String[]::new));

    try (ChainServer server = show(alias, "middle")) {
      both(leaf.verdict, leaf.host, server);
    }
  }

  /** BoringSSL looks at these before it asks whether the certificate is trusted. */
  @Test
  void whatBoringSslRefusesItselfIsRefusedByJavaInOtherWords() throws Exception {
    String own = "cannot agree on TLS with it; check the URL and the port";

    try (ChainServer server =
        show(leaf("middle", "-ext", SAN, "-ext", "ku:c=keyCertSign"), "middle")) {
      both(REFUSED, own, HOST, server);
    }
    try (ChainServer server =
        show(leaf("middle", "-keyalg", "RSA", "-keysize", "512", "-ext", SAN), "middle")) {
      both(REFUSED, own, HOST, server);
    }
  }

  @Test
  void aSelfSignedOneIsRefusedAndSoIsAnUnknownAuthority() throws Exception {
    String alone = "alone";
    chains.make(alone, "-ext", SAN);
    String foreign = leaf("unknown", "-ext", SAN);

    try (ChainServer server = show(alone)) {
      both(REFUSED, HOST, server);
    }
    try (ChainServer server = show(foreign, "unknown")) {
      both(REFUSED, HOST, server);
    }
    try (ChainServer server = show(foreign)) {
      both(REFUSED, HOST, server);
    }
  }

  @Test
  void theChainMayHaveAnyOrderAndMore() throws Exception {
    String leaf = leaf("middle", "-ext", SAN);

    for (String[] behind :
        List.of(
            new String[] {"middle", "root"},
            new String[] {"root", "middle"},
            new String[] {"unknown", "middle"})) {
      try (ChainServer server = show(leaf, behind)) {
        both(ACCEPTED, HOST, server);
      }
    }
  }

  @Test
  void aMissingIntermediateOneIsRefused() throws Exception {
    String leaf = leaf("middle", "-ext", SAN);

    try (ChainServer server = show(leaf)) {
      both(REFUSED, HOST, server);
    }
    try (ChainServer server = show(leaf, "root")) {
      both(REFUSED, HOST, server);
    }
  }

  @Test
  void anAuthorityHasToBeOneInItsRights() throws Exception {
    chains.make("plain", "-signer", "root", "-ext", "ku:c=digitalSignature");
    chains.make("never", "-signer", "root", "-ext", "bc:c=ca:false", "-ext", "ku:c=keyCertSign");
    chains.make("mute", "-signer", "root", "-ext", "bc:c=ca:true", "-ext", "ku:c=cRLSign");
    chains.make("old", "-signer", "root", "-ext", "bc:c", "-startdate", "-9d", "-validity", "2");
    chains.make("clients", "-signer", "root", "-ext", "bc:c", "-ext", "eku=clientAuth");
    // Names below example alone are permitted: NameConstraints [0] { [2] "example" }.
    chains.make(
        "narrow",
        "-signer",
        "root",
        "-ext",
        "bc:c",
        "-ext",
        "2.5.29.30:c=300da00b300982076578616d706c65");
    chains.make("deeper", "-signer", "middle", "-ext", "bc:c");

    for (String authority : List.of("plain", "never", "mute", "old", "narrow")) {
      try (ChainServer server = show(leaf(authority, "-ext", SAN), authority)) {
        both(REFUSED, HOST, server);
      }
    }
    try (ChainServer server = show(leaf("deeper", "-ext", SAN), "deeper", "middle")) {
      both(REFUSED, HOST, server);
    }
  }

  @Test
  void aWeakSignatureGetsTheSameVerdict() throws Exception {
    chains.make("rsa", "-keyalg", "RSA", "-keysize", "2048", "-signer", "root", "-ext", "bc:c");

    for (Map.Entry<String, String> weak :
        Map.of("SHA1withRSA", ACCEPTED, "MD5withRSA", REFUSED).entrySet()) {
      try (ChainServer server = show(leaf("rsa", "-sigalg", weak.getKey(), "-ext", SAN), "rsa")) {
        both(weak.getValue(), HOST, server);
      }
    }
  }

  @Test
  void aCrossSignedAuthorityIsFoundByItsTrustedWay() throws Exception {
    String leaf = leaf("middle", "-ext", SAN);
    X509Certificate crossed = chains.sign("middle", "unknown", "-ext", "bc:c=ca:true,pathlen:0");
    X509Certificate end = chains.certificate(leaf);
    X509Certificate middle = chains.certificate("middle");

    try (ChainServer server = ChainServer.showing(chains.key(leaf), end, crossed, middle)) {
      both(ACCEPTED, HOST, server);
    }
    try (ChainServer server = ChainServer.showing(chains.key(leaf), end, middle, crossed)) {
      both(ACCEPTED, HOST, server);
    }
    try (ChainServer server = ChainServer.showing(chains.key(leaf), end, crossed)) {
      both(REFUSED, HOST, server);
    }
  }

  @Test
  void aForgedSignatureIsRefused() throws Exception {
    chains.make("impostor", "-dname", "CN=middle", "-ext", "bc:c");
    String leaf = leaf("impostor", "-ext", SAN);

    try (ChainServer server = show(leaf, "middle")) {
      both(REFUSED, HOST, server);
    }
    try (ChainServer server = show(leaf, "impostor", "root")) {
      both(REFUSED, HOST, server);
    }
  }

  @Test
  void aKeyThatIsNotTheOneOfTheCertificateIsRefused() throws Exception {
    String leaf = leaf("middle", "-ext", SAN);
    X509Certificate[] chain = {chains.certificate(leaf), chains.certificate("middle")};

    try (ChainServer server = ChainServer.showing(chains.key("unknown"), chain)) {
      both("cannot agree on TLS with it; check the URL and the port", HOST, server);
    }
  }

  @Test
  void olderVersionsOfTlsAreRefused() throws Exception {
    for (int version : new int[] {0, 1, 2}) {
      // The first words of a server that chooses SSL 3.0, TLS 1.0 or TLS 1.1.
      byte[] hello =
          HexFormat.of()
              .parseHex(
                  "160301002a02000026030%d".formatted(version) + "11".repeat(32) + "00c01300");
      try (ChainServer server = ChainServer.saying(hello)) {
        both("cannot agree on TLS with it; check the URL and the port", HOST, server);
      }
    }
  }

  @Test
  void aServerWithoutTlsIsNamedAlike() throws Exception {
    byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (ChainServer server = ChainServer.saying(http)) {
      both(
          "cannot agree on TLS with it: it answers without TLS; check the URL and the port",
          HOST,
          server);
    }
    try (ChainServer server = ChainServer.saying(new byte[0])) {
      both("cannot agree on TLS with it: it hung up; check the URL and the port", HOST, server);
    }
  }

  private static String leaf(String signer, String... options) throws Exception {
    String alias = "leaf" + leaves++;
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-signer", signer));
    chains.make(alias, all.toArray(String[]::new));
    return alias;
  }

  private static ChainServer show(String alias, String... behind) throws Exception {
    List<X509Certificate> chain = new ArrayList<>(List.of(chains.certificate(alias)));
    for (String next : behind) {
      chain.add(chains.certificate(next));
    }
    return ChainServer.showing(chains.key(alias), chain.toArray(X509Certificate[]::new));
  }

  /** Java with a CA file, the native library with its index, and with a CA file. */
  private static void both(String verdict, String host, ChainServer server) throws Exception {
    both(verdict, verdict, host, server);
  }

  private static void both(String java, String own, String host, ChainServer server)
      throws Exception {
    HttpSettings settings = HttpSettings.of("test");
    List<String> said = new ArrayList<>();
    ConscryptTls library = new ConscryptTls(index, trustStore, said::add);
    ConscryptTls other = new ConscryptTls(emptyIndex(), emptyStore(), said::add);

    assertThat(
            List.of(
                "Java: " + verdict(new HttpTransport(settings.withCaFile(ca)), host, server),
                "index: " + verdict(HttpTransport.with(settings, library), host, server),
                "CA file: "
                    + verdict(HttpTransport.with(settings.withCaFile(ca), other), host, server)))
        .containsExactly("Java: " + java, "index: " + own, "CA file: " + own);
    assertThat(said).containsOnly("BoringSSL speaks TLS.");
    assertThat(server.requests()).isEqualTo(java.equals(ACCEPTED) ? 3 : 0);
  }

  private static Path emptyStore() throws Exception {
    Path store = directory.resolve("empty.store");
    return Files.exists(store) ? store : Files.copy(chains.trustStore(), store);
  }

  private static Path emptyIndex() throws Exception {
    return Files.write(directory.resolve("empty.index"), Authorities.write(emptyStore()));
  }

  private static String verdict(HttpTransport transport, String host, ChainServer server) {
    URI uri = URI.create("https://" + host + ":" + server.port() + "/");
    try {
      transport.send(
          HttpRequest.of("GET", uri, Map.of()),
          Deadline.after(Duration.ofSeconds(30), System::nanoTime));
      return ACCEPTED;
    } catch (TransportException e) {
      return String.valueOf(e.getMessage()).replace(host + ":" + server.port(), "it");
    }
  }
}
