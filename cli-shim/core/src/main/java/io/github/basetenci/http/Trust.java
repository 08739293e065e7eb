package io.github.basetenci.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS sockets that trust the Java trust store and the certificates of additional files. */
final class Trust {
  private final List<Path> caFiles;
  private final TlsLibrary library;
  private TlsLibrary.@Nullable Sockets sockets;

  Trust(List<Path> caFiles, TlsLibrary library) {
    this.caFiles = caFiles;
    this.library = library;
  }

  /**
   * The maker of the sockets. It is made at the first use, because making it takes as long as
   * everything else in a short run. It is kept, so that later connections resume the TLS session of
   * the first connection.
   *
   * @throws UnusableCaFileException if a file is missing or holds no certificate
   */
  synchronized TlsLibrary.Sockets sockets() throws IOException, GeneralSecurityException {
    if (sockets == null) {
      List<X509Certificate> further = further();
      TlsLibrary.Sockets others = library.trusting(further);
      sockets = others == null ? java(further) : others;
    }
    return sockets;
  }

  private static TlsLibrary.Sockets java(List<X509Certificate> further)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trustManagers(further), null);
    SSLSocketFactory factory = context.getSocketFactory();
    return (connection, host) ->
        (SSLSocket) factory.createSocket(connection, host, connection.getPort(), true);
  }

  /**
   * The certificates that may sign a server's certificate: first those of the Java trust store,
   * then the others.
   */
  static List<X509Certificate> issuers(List<X509Certificate> further)
      throws GeneralSecurityException {
    List<X509Certificate> issuers = new ArrayList<>();
    for (TrustManager manager : factoryOf(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        issuers.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    issuers.addAll(further);
    return issuers;
  }

  /** The certificates of the files. */
  List<X509Certificate> further() throws IOException, GeneralSecurityException {
    List<X509Certificate> further = new ArrayList<>();
    for (Path file : caFiles) {
      further.addAll(CaFile.read(file));
    }
    return further;
  }

  private static TrustManager @Nullable [] trustManagers(List<X509Certificate> further)
      throws IOException, GeneralSecurityException {
    if (further.isEmpty()) {
      return null;
    }
    KeyStore all = KeyStore.getInstance("PKCS12");
    all.load(null, null);
    int count = 0;
    for (X509Certificate issuer : issuers(further)) {
      all.setCertificateEntry("issuer-" + count++, issuer);
    }
    return factoryOf(all).getTrustManagers();
  }

  private static TrustManagerFactory factoryOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  /** A CA file cannot be used. */
  static final class UnusableCaFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableCaFileException(Path file, String predicate, @Nullable Throwable cause) {
      super("the CA file " + file + " " + predicate, cause);
    }
  }
}
