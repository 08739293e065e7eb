package io.github.basetenci.http;

import io.github.basetenci.http.Proxies.Proxy;
import io.github.basetenci.http.TransportException.Phase;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One request over one connection of its own, sent once. An exchange can block in the name service,
 * in connecting, in TLS and in reading. Another thread can end it at any of these points with
 * {@link #abort}.
 */
final class Exchange implements Callable<HttpResponse>, Closeable {
  private final HttpRequest request;
  private final HttpSettings settings;
  private final Trust trust;
  private final Resolver resolver;
  private final @Nullable Proxy proxy;
  private final RequestBytes bytes;

  private Phase phase = Phase.CONNECT;
  private volatile Step step = Step.REACH;
  private boolean aborted;
  private @Nullable Socket connection;

  Exchange(
      HttpRequest request,
      HttpSettings settings,
      Trust trust,
      Resolver resolver,
      @Nullable Proxy proxy) {
    this.request = request;
    this.settings = settings;
    this.trust = trust;
    this.resolver = resolver;
    this.proxy = proxy;
    this.bytes = new RequestBytes(request, settings.userAgent());
  }

  /** Performs the exchange. After an abort, the exchange does not begin to send anything more. */
  @Override
  public HttpResponse call() throws IOException, GeneralSecurityException {
    try (this) {
      Socket socket = open();
      OutputStream out = socket.getOutputStream();
      Proxy forwarding = Ports.isSecure(request.uri()) ? null : proxy;
      byte[] whole = bytes.request(forwarding);
      socket.setSoTimeout(millis(settings.readTimeout()));
      enter(Phase.SEND);
      out.write(whole);
      out.flush();
      enter(Phase.RECEIVE);
      step = Step.TALK;
      HttpResponse answer = new ResponseReader(buffered(socket), settings.maxBodyBytes()).read();
      if (forwarding != null && answer.status() == TunnelRefusedException.LOGIN) {
        throw new TunnelRefusedException(answer);
      }
      return answer;
    }
  }

  /** The step that the exchange is at, or the step at which it failed. */
  Step step() {
    return step;
  }

  /** How far the request has come. */
  synchronized Phase phase() {
    return phase;
  }

  /** Ends the exchange at any point and returns how far the request had come. */
  synchronized Phase abort() {
    aborted = true;
    close();
    return phase;
  }

  /** Closes the socket and not the TLS layer, because closing TLS could wait for the peer. */
  @Override
  public synchronized void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException e) {
        // The connection is not used any more, whether or not closing it succeeded.
      }
    }
  }

  private synchronized void enter(Phase next) throws IOException {
    if (aborted) {
      throw new IOException("aborted");
    }
    phase = next;
  }

  private synchronized Socket hold(Socket socket) throws IOException {
    connection = socket;
    if (aborted) {
      close();
      throw new IOException("aborted");
    }
    return socket;
  }

  private Socket open() throws IOException, GeneralSecurityException {
    String host = request.uri().getHost();
    boolean secure = Ports.isSecure(request.uri());
    if (proxy == null) {
      Socket socket = connect(host, Ports.of(request.uri()));
      return secure ? secured(socket, host, Step.TLS) : socket;
    }
    Socket socket = connect(proxy.host(), proxy.port());
    if (proxy.secure()) {
      socket = secured(socket, proxy.host(), Step.PROXY_TLS);
    }
    if (secure) {
      step = Step.TUNNEL;
      tunnel(socket, proxy);
      return secured(socket, host, Step.TLS);
    }
    return socket;
  }

  /**
   * Tries every address of the host in turn, because the host may be unreachable by IPv4 or by
   * IPv6.
   */
  private Socket connect(String host, int port) throws IOException {
    IOException first = null;
    for (InetAddress address : addresses(host)) {
      Socket socket = hold(new Socket(java.net.Proxy.NO_PROXY));
      try {
        socket.connect(new InetSocketAddress(address, port), millis(settings.connectTimeout()));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(millis(settings.connectTimeout()));
        return socket;
      } catch (IOException e) {
        close();
        first = first == null ? e : first;
      }
    }
    throw first == null ? new UnknownHostException() : first;
  }

  private InetAddress[] addresses(String host) throws UnknownHostException {
    if (Loopback.isLocalhostName(host)) {
      return new InetAddress[] {
        InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}),
        InetAddress.getByAddress(host, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
      };
    }
    return resolver.resolve(host);
  }

  private void tunnel(Socket socket, Proxy through) throws IOException {
    socket.getOutputStream().write(bytes.tunnelThrough(through));
    // The stream is not buffered, because the bytes after the head belong to TLS.
    HttpResponse head = new ResponseReader(socket.getInputStream(), 0).readTunnelHead();
    if (head.status() != 200) {
      throw new TunnelRefusedException(head);
    }
  }

  private Socket secured(Socket socket, String host, Step next)
      throws IOException, GeneralSecurityException {
    step = next;
    SSLSocket tls = trust.sockets().over(socket, bare(host));
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static InputStream buffered(Socket socket) throws IOException {
    return new BufferedInputStream(socket.getInputStream());
  }

  private static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
  }

  /** Finds the addresses of a host. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** Asks the name service of the system. */
  static final class SystemResolver implements Resolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return InetAddress.getAllByName(host);
    }
  }

  /** What a request is doing. */
  enum Step {
    /** Finding and reaching the proxy, or the server if there is no proxy. */
    REACH,
    /** Negotiating TLS with the proxy. */
    PROXY_TLS,
    /** Asking the proxy for a connection to the server. */
    TUNNEL,
    /** Negotiating TLS with the server. */
    TLS,
    /** Sending the request and reading the answer. */
    TALK
  }

  /** A proxy does not open the tunnel, or requires a login before it forwards requests. */
  static final class TunnelRefusedException extends IOException {
    /** The status "Proxy Authentication Required". */
    static final int LOGIN = 407;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean takesPassword;

    TunnelRefusedException(HttpResponse head) {
      super("tunnel refused");
      status = head.status();
      List<String> offered = head.headers().getOrDefault("Proxy-Authenticate", List.of());
      takesPassword =
          offered.isEmpty()
              || offered.stream().anyMatch(scheme -> Ascii.lower(scheme).contains("basic"));
    }

    int status() {
      return status;
    }

    /** Whether the proxy accepts a user and a password as text. */
    boolean takesPassword() {
      return takesPassword;
    }
  }
}
