package io.github.basetenci.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A library that speaks TLS. A front end whose start has to be short can hand in another one than
 * Java's. Such a library refuses every certificate that Java's refuses: the transport asks its
 * sockets to compare the name of the host, and relies on them for the chain and its dates.
 */
public interface TlsLibrary {
  /** The TLS of the Java runtime. */
  TlsLibrary JAVA = further -> null;

  /**
   * The sockets of this library.
   *
   * @param further certificates that are trusted in addition to the Java trust store
   * @return null if this library cannot be used on this machine, so that Java's is used
   */
  @Nullable Sockets trusting(List<X509Certificate> further)
      throws IOException, GeneralSecurityException;

  /** Makes TLS sockets. Later sockets may resume the session of an earlier one. */
  interface Sockets {
    /**
     * A client's TLS socket over a connection. It has sent nothing yet, and it closes the
     * connection when it is closed.
     */
    SSLSocket over(Socket connection, String host) throws IOException;
  }
}
