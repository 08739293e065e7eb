package io.github.basetenci.action.tls;

import io.github.basetenci.testing.Await;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keys and certificates of every kind, made by the JDK's own keytool. */
final class TestChains {
  private static final String PASSWORD = "changeit";

  private final Path directory;
  private final Path store;
  private int files;

  TestChains(Path directory) {
    this.directory = directory;
    this.store = directory.resolve("all.jks");
  }

  /** Makes a key and its certificate; {@code options} are those of keytool. */
  void make(String alias, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("-genkeypair", "-alias", alias));
    List<String> given = List.of(options);
    if (!given.contains("-keyalg")) {
      all.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }
    if (!given.contains("-dname")) {
      all.addAll(List.of("-dname", "CN=" + alias));
    }
    if (!given.contains("-startdate")) {
      all.addAll(List.of("-validity", "2"));
    }
    all.addAll(given);
    keytool(all);
  }

  /** A certificate for the key of {@code subject}, by {@code issuer}. */
  X509Certificate sign(String subject, String issuer, String... options) throws Exception {
    Path request = directory.resolve("request" + files++);
    Path certificate = directory.resolve("certificate" + files++);
    keytool(List.of("-certreq", "-alias", subject, "-file", request.toString()));
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-gencert", "-alias", issuer, "-validity", "2"));
    all.addAll(List.of("-infile", request.toString(), "-outfile", certificate.toString()));
    all.addAll(List.of(options));
    keytool(all);
    try (InputStream in = Files.newInputStream(certificate)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  X509Certificate certificate(String alias) throws Exception {
    return (X509Certificate) keys().getCertificate(alias);
  }

  PrivateKey key(String alias) throws Exception {
    return (PrivateKey) keys().getKey(alias, PASSWORD.toCharArray());
  }

  /** The certificate in PEM form. */
  Path pem(X509Certificate certificate) throws Exception {
    return Files.writeString(
        directory.resolve("pem" + files++),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  /** A trust store with these certificates. */
  Path trustStore(X509Certificate... certificates) throws Exception {
    KeyStore trusted = KeyStore.getInstance("JKS");
    trusted.load(null, null);
    for (X509Certificate certificate : certificates) {
      trusted.setCertificateEntry("c" + trusted.size(), certificate);
    }
    Path file = directory.resolve("trusted" + files++);
    try (var out = Files.newOutputStream(file)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private KeyStore keys() throws Exception {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private void keytool(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "JKS"));
    command.addAll(List.of("-storepass", PASSWORD));
    if (options.contains("-genkeypair")) {
      command.addAll(List.of("-keypass", PASSWORD));
    }
    Path output = directory.resolve("keytool.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (Await.exitCode(process) != 0) {
      throw new IllegalStateException(options + ": " + Files.readString(output));
    }
  }
}
