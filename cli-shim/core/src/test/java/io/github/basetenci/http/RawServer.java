package io.github.basetenci.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A server on loopback whose every byte a test decides. */
final class RawServer implements AutoCloseable {
  private final ServerSocket door;
  private final String scheme;
  private final Script script;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private RawServer(String scheme, ServerSocketFactory sockets, Script script) throws IOException {
    this.scheme = scheme;
    this.script = script;
    this.door =
        sockets.createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    daemon(this::accept);
  }

  /** Runs the script for each connection, which is closed after it. */
  static RawServer running(Script script) throws IOException {
    return new RawServer("http", ServerSocketFactory.getDefault(), script);
  }

  /** Reads each request and answers with these bytes. */
  static RawServer answering(String answer) throws IOException {
    return running(answer(answer));
  }

  /** The same over TLS. */
  static RawServer answering(TestTls tls, String answer) throws Exception {
    return new RawServer("https", tls.serverSockets(), answer(answer));
  }

  /** The same over TLS with a script of its own. */
  static RawServer running(TestTls tls, Script script) throws Exception {
    return new RawServer("https", tls.serverSockets(), script);
  }

  private static Script answer(String answer) {
    return (socket, server) -> {
      server.readRequest(socket);
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    };
  }

  int port() {
    return door.getLocalPort();
  }

  URI uri(String path) {
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  /** How many connections came. */
  int connections() {
    return open.size();
  }

  /** The heads of the requests, and for one with a body its body too. */
  List<String> requests() {
    return heads;
  }

  String readRequest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int left = Integer.MAX_VALUE;
    while (left > 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the client left");
      }
      bytes.write(b);
      left--;
      String text = bytes.toString(StandardCharsets.ISO_8859_1);
      if (left > 1_000_000 && text.endsWith("\r\n\r\n")) {
        left = length(text);
      }
    }
    String request = bytes.toString(StandardCharsets.UTF_8);
    heads.add(request);
    return request;
  }

  private static int length(String head) {
    for (String line : head.split("\r\n", -1)) {
      if (line.startsWith("Content-Length: ")) {
        return Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    return 0;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket socket = door.accept();
        open.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.serve(socket, this);
    } catch (IOException e) {
      // The client left, which is what several tests are about.
    }
  }

  static void daemon(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** What a server does with one connection. */
  interface Script {
    void serve(Socket socket, RawServer server) throws IOException;
  }
}
