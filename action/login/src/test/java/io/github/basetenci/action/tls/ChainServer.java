package io.github.basetenci.action.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** A server of this machine that shows a chain as it is given, in any order. */
final class ChainServer implements AutoCloseable {
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";

  private final ServerSocket server;
  private final AtomicInteger requests;

  private ChainServer(ServerSocket server, AtomicInteger requests, Talk talk) {
    this.server = server;
    this.requests = requests;
    Thread thread = new Thread(() -> serve(talk), "chain-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Answers every request with "hi". */
  static ChainServer showing(PrivateKey key, X509Certificate... chain) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new Fixed(key, chain)}, null, null);
    AtomicInteger requests = new AtomicInteger();
    return new ChainServer(
        context.getServerSocketFactory().createServerSocket(0, 5, loopback()),
        requests,
        socket -> {
          socket.getInputStream().read();
          requests.incrementAndGet();
          socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
        });
  }

  /** Answers the first bytes with these. */
  static ChainServer saying(byte[] bytes) throws IOException {
    return new ChainServer(
        new ServerSocket(0, 5, loopback()),
        new AtomicInteger(),
        socket -> {
          InputStream in = socket.getInputStream();
          in.read(new byte[4096]);
          socket.getOutputStream().write(bytes);
          socket.shutdownOutput();
          while (in.read() >= 0) {
            // Until the client has hung up.
          }
        });
  }

  int port() {
    return server.getLocalPort();
  }

  /** The number of requests whose first byte has come. */
  int requests() {
    return requests.get();
  }

  private void serve(Talk talk) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        talk.with(socket);
      } catch (IOException e) {
        // The client refused this server, or the test has ended.
      }
    }
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByName("127.0.0.1");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private interface Talk {
    void with(Socket socket) throws IOException;
  }

  private static final class Fixed extends X509ExtendedKeyManager {
    private final PrivateKey key;
    private final X509Certificate[] chain;

    Fixed(PrivateKey key, X509Certificate[] chain) {
      this.key = key;
      this.chain = chain;
    }

    private @Nullable String alias(String type) {
      return type.startsWith(key.getAlgorithm()) ? "server" : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return alias(type);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String type, Principal[] issuers, SSLEngine engine) {
      return alias(type);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[] {"server"};
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
