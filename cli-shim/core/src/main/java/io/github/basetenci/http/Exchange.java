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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One request over one connection of its own, sent once. It blocks in the name service, in
 * connecting, in TLS and in reading; another thread ends it at any of these points by {@link
 * #abort}.
 */
final class Exchange implements Callable<HttpResponse>, Closeable {
  private static final Set<String> METHODS_WITH_A_BODY = Set.of("POST", "PUT", "PATCH");

  private final HttpRequest request;
  private final HttpSettings settings;
  private final Trust trust;
  private final Resolver resolver;
  private final @Nullable Proxy proxy;

  private Phase phase = Phase.CONNECT;
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
  }

  /** Performs the exchange. Once aborted, it sends nothing that it has not begun to send. */
  @Override
  public HttpResponse call() throws IOException, GeneralSecurityException {
    try (this) {
      Socket socket = open();
      OutputStream out = socket.getOutputStream();
      byte[] body = request.body() == null ? new byte[0] : utf8(request.body());
      byte[] head = head(body.length).getBytes(StandardCharsets.ISO_8859_1);
      socket.setSoTimeout(millis(settings.readTimeout()));
      enter(Phase.SEND);
      out.write(joined(head, body));
      out.flush();
      enter(Phase.RECEIVE);
      return new ResponseReader(buffered(socket), settings.maxBodyBytes()).read();
    }
  }

  /** How far the request has come. */
  synchronized Phase phase() {
    return phase;
  }

  /** Ends the exchange wherever it is and tells how far it had come. */
  synchronized Phase abort() {
    aborted = true;
    close();
    return phase;
  }

  /** Closes the connection itself: closing TLS first could wait for the peer. */
  @Override
  public synchronized void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException e) {
        // The connection is of no further use, closed or not.
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
      return secure ? secured(socket, host) : socket;
    }
    Socket socket = connect(proxy.host(), proxy.port());
    if (proxy.secure()) {
      socket = secured(socket, proxy.host());
    }
    if (secure) {
      tunnel(socket, proxy);
      return secured(socket, host);
    }
    return socket;
  }

  /** Tries every address of the host in turn, since one family may lead nowhere. */
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
    String target = hostOf(request.uri().getHost()) + ":" + Ports.of(request.uri());
    StringBuilder head = new StringBuilder();
    head.append("CONNECT ").append(target).append(" HTTP/1.1\r\n");
    appendField(head, "Host", target);
    appendField(head, "User-Agent", settings.userAgent());
    if (through.authorization() != null) {
      appendField(head, "Proxy-Authorization", through.authorization());
    }
    socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    // Unbuffered: the bytes after the head belong to TLS.
    int status = new ResponseReader(socket.getInputStream(), 0).readTunnelStatus();
    if (status != 200) {
      throw new TunnelRefusedException(status);
    }
  }

  private Socket secured(Socket socket, String host) throws IOException, GeneralSecurityException {
    SSLSocket tls =
        (SSLSocket) trust.sockets().createSocket(socket, bare(host), socket.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  private String head(int bodyBytes) {
    String path = request.uri().getRawPath().isEmpty() ? "/" : request.uri().getRawPath();
    String query = request.uri().getRawQuery();
    String target = query == null ? path : path + "?" + query;
    Proxy forwarding = Ports.isSecure(request.uri()) ? null : proxy;
    String authority =
        request.uri().getPort() < 0
            ? hostOf(request.uri().getHost())
            : hostOf(request.uri().getHost()) + ":" + request.uri().getPort();

    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Host", authority);
    fields.put("User-Agent", settings.userAgent());
    fields.put("Connection", "close");
    if (forwarding != null && forwarding.authorization() != null) {
      fields.put("Proxy-Authorization", forwarding.authorization());
    }
    if (bodyBytes > 0 || METHODS_WITH_A_BODY.contains(request.method())) {
      fields.put("Content-Length", Integer.toString(bodyBytes));
    }
    fields.putAll(request.headers());

    StringBuilder head = new StringBuilder(256);
    head.append(request.method()).append(' ');
    head.append(forwarding != null ? "http://" + authority + target : target)
        .append(" HTTP/1.1\r\n");
    for (Map.Entry<String, String> field : fields.entrySet()) {
      appendField(head, field.getKey(), field.getValue());
    }
    return head.append("\r\n").toString();
  }

  private static void appendField(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static String hostOf(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static InputStream buffered(Socket socket) throws IOException {
    return new BufferedInputStream(socket.getInputStream());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
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

  /** A proxy that does not open the tunnel. */
  static final class TunnelRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    TunnelRefusedException(int status) {
      super("tunnel refused");
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
