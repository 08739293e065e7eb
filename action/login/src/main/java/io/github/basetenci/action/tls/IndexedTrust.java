package io.github.basetenci.action.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets Java's own trust manager decide about the chain of a server and about the name of its host.
 * That trust manager gets only the authorities whose names occur in the chain: no other one could
 * end the chain.
 */
final class IndexedTrust extends X509ExtendedTrustManager {
  /** What BoringSSL names the exchange of keys of TLS 1.3, and what Java names it. */
  private static final String GENERIC = "GENERIC";

  private static final String UNKNOWN = "UNKNOWN";

  private final Authorities authorities;
  private final List<X509Certificate> further;

  /**
   * @param further certificates that are trusted beside the authorities
   */
  IndexedTrust(Authorities authorities, List<X509Certificate> further) {
    this.authorities = authorities;
    this.further = further;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String exchange, Socket socket)
      throws CertificateException {
    if (!(socket instanceof SSLSocket tls)
        || !"HTTPS".equals(tls.getSSLParameters().getEndpointIdentificationAlgorithm())) {
      throw new CertificateException("the name of the host would not be compared");
    }
    X509Certificate[] read = read(chain);
    java(read).checkServerTrusted(read, exchange.equals(GENERIC) ? UNKNOWN : exchange, socket);
  }

  /** The same certificates as Java reads them, so that Java decides about its own reading. */
  private static X509Certificate[] read(X509Certificate[] chain) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate[] read = new X509Certificate[chain.length];
    for (int i = 0; i < chain.length; i++) {
      read[i] =
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(chain[i].getEncoded()));
    }
    return read;
  }

  private X509ExtendedTrustManager java(X509Certificate[] chain) throws CertificateException {
    List<X509Certificate> trusted = new ArrayList<>(authorities.of(chain));
    trusted.addAll(further);
    if (trusted.isEmpty()) {
      throw new CertificateException("no trusted authority has issued the certificate");
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate certificate : trusted) {
        store.setCertificateEntry("issuer-" + store.size(), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager java) {
          return java;
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new CertificateException(e);
    }
    throw new CertificateException("Java has no trust manager");
  }

  /** Without a socket nobody would compare the name of the host. */
  private static CertificateException unused() {
    return new CertificateException("only the certificate of a server over a socket is checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String exchange, SSLEngine engine)
      throws CertificateException {
    throw unused();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String exchange)
      throws CertificateException {
    throw unused();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String exchange, Socket socket)
      throws CertificateException {
    throw unused();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String exchange, SSLEngine engine)
      throws CertificateException {
    throw unused();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String exchange)
      throws CertificateException {
    throw unused();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
