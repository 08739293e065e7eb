package io.github.basetenci.http;

import io.github.basetenci.http.Trust.UnusableCaFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A file of certificates. As in OpenSSL and Go, the certificates of a PEM text are read, and
 * everything else in the text is skipped: private keys, parameters, comments, a byte order mark. A
 * file without a PEM text may contain a certificate in DER form.
 */
final class CaFile {
  /** The label of a certificate that is followed by the uses for which it is trusted. */
  private static final String TRUSTED = "TRUSTED CERTIFICATE";

  /**
   * OpenSSL's labels for one certificate, and its label for a bundle of certificates. Java reads
   * bundles too.
   */
  private static final Set<String> LABELS =
      Set.of("CERTIFICATE", "X509 CERTIFICATE", TRUSTED, "PKCS7");

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final Path file;
  private final CertificateFactory factory;

  private CaFile(Path file, CertificateFactory factory) {
    this.file = file;
    this.factory = factory;
  }

  /**
   * The certificates of a file that may sign a server's certificate. A file of OpenSSL can also
   * contain certificates that must not sign one.
   *
   * @throws UnusableCaFileException if the file cannot be read or contains no certificate
   */
  static List<X509Certificate> read(Path file) throws IOException, GeneralSecurityException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UnusableCaFileException(file, "cannot be read", e);
    }
    return new CaFile(file, CertificateFactory.getInstance("X.509")).certificates(bytes);
  }

  private List<X509Certificate> certificates(byte[] bytes) throws UnusableCaFileException {
    String text = new String(bytes, charset(bytes));
    if (!text.contains(BEGIN)) {
      return ofDer(bytes);
    }
    List<X509Certificate> found = new ArrayList<>();
    int blocks = 0;
    CertificateException damage = null;
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + BEGIN.length())) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      if (labelEnd < 0) {
        break;
      }
      String label = text.substring(at + BEGIN.length(), labelEnd);
      if (!LABELS.contains(label)) {
        continue;
      }
      blocks++;
      int from = labelEnd + DASHES.length();
      int to = text.indexOf(END + label + DASHES, from);
      try {
        found.addAll(ofPem(text.substring(from, to < 0 ? from : to), label));
      } catch (CertificateException e) {
        damage = e;
      }
    }
    // In a file of many certificates, one that Java cannot read must not prevent the use of the
    // others.
    if (found.isEmpty() && damage != null) {
      throw new UnusableCaFileException(file, "holds a damaged certificate", damage);
    }
    if (blocks == 0) {
      throw new UnusableCaFileException(file, "holds no certificate", null);
    }
    return found;
  }

  private List<X509Certificate> ofDer(byte[] bytes) throws UnusableCaFileException {
    try {
      return certificates(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new UnusableCaFileException(file, "holds no certificate", e);
    }
  }

  private List<X509Certificate> ofPem(String base64, String label) throws CertificateException {
    byte[] der;
    try {
      // This decoder skips line ends, blanks and tabs.
      der = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new CertificateException(e);
    }
    ByteArrayInputStream in = new ByteArrayInputStream(der);
    if (!label.equals(TRUSTED)) {
      return certificates(in);
    }
    X509Certificate certificate = x509(factory.generateCertificate(in));
    return TrustedUses.of(in.readAllBytes()).allowServers() ? List.of(certificate) : List.of();
  }

  private List<X509Certificate> certificates(ByteArrayInputStream in) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : factory.generateCertificates(in)) {
      certificates.add(x509(certificate));
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("none");
    }
    return certificates;
  }

  private static X509Certificate x509(Certificate certificate) throws CertificateException {
    if (certificate instanceof X509Certificate x509) {
      return x509;
    }
    throw new CertificateException("another kind of certificate");
  }

  /** The charset that the byte order mark names. PEM text itself is ASCII. */
  private static Charset charset(byte[] bytes) {
    int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    return switch (first) {
      case 0xfeff -> StandardCharsets.UTF_16BE;
      case 0xfffe -> StandardCharsets.UTF_16LE;
      default -> StandardCharsets.ISO_8859_1;
    };
  }
}
