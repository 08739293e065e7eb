package io.github.basetenci.action.tls;

import io.github.basetenci.http.TlsLibrary;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * BoringSSL speaks TLS and computes the signatures, by Conscrypt. Java's own code still decides
 * about the certificates.
 */
public final class ConscryptTls implements TlsLibrary {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final Path index;
  private final Path trustStore;
  private final Consumer<String> log;

  /**
   * @param index the file that {@link Authorities#write} made of the trust store
   * @param trustStore the trust store of the Java runtime
   * @param log gets one sentence about what speaks TLS
   */
  public ConscryptTls(Path index, Path trustStore, Consumer<String> log) {
    this.index = index;
    this.trustStore = trustStore;
    this.log = log;
  }

  @Override
  public @Nullable Sockets trusting(List<X509Certificate> further)
      throws IOException, GeneralSecurityException {
    Authorities authorities = Authorities.read(index, trustStore);
    if (authorities == null) {
      log.accept("Java speaks TLS: the trust store is not the one that was indexed.");
      return null;
    }
    Provider library = library();
    if (library == null) {
      log.accept("Java speaks TLS: the native library cannot be loaded.");
      return null;
    }
    NativeSignatures.install(library);
    SSLContext context = SSLContext.getInstance("TLS", library);
    context.init(null, new TrustManager[] {new IndexedTrust(authorities, further)}, null);
    SSLSocketFactory factory = context.getSocketFactory();
    log.accept("BoringSSL speaks TLS.");
    return (connection, host) -> over(factory, connection, host);
  }

  private static @Nullable Provider library() {
    try {
      return Conscrypt.isAvailable()
          ? Conscrypt.newProviderBuilder().provideTrustManager(false).build()
          : null;
    } catch (LinkageError e) {
      // Such as a library for another processor or another C library.
      return null;
    }
  }

  /** Like Java, and unlike Conscrypt, without exchanges of keys that have no forward secrecy. */
  private static SSLSocket over(SSLSocketFactory factory, Socket connection, String host)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) factory.createSocket(connection, host, connection.getPort(), true);
    socket.setEnabledProtocols(PROTOCOLS);
    socket.setEnabledCipherSuites(
        Stream.of(socket.getEnabledCipherSuites())
            .filter(suite -> suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_"))
            .filter(suite -> suite.startsWith("TLS_"))
            .toArray(String[]::new));
    return socket;
  }
}
