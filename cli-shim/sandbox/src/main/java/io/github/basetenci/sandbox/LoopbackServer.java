package io.github.basetenci.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on 127.0.0.1 whose answers pass through a {@link Front}. */
final class LoopbackServer implements Closeable {
  private final HttpServer server;
  private final ExecutorService workers;
  private final Front front;

  /**
   * Opens the port. Requests are answered only after {@link #start}.
   *
   * @param clock dates the answers
   * @throws IOException if the port is taken
   */
  LoopbackServer(int port, Dispatcher dispatcher, InstantSource clock) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "sandbox-worker");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(workers);
    server.createContext("/", dispatcher);
    front = open(port, server, clock);
    dispatcher.behind(front);
  }

  /** Begins to answer requests. */
  void start() {
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + front.port());
  }

  @Override
  public void close() throws IOException {
    front.close();
    server.stop(0);
    workers.shutdownNow();
  }

  private static Front open(int port, HttpServer server, InstantSource clock) throws IOException {
    try {
      return new Front(port, server.getAddress(), clock);
    } catch (IOException e) {
      server.stop(0);
      throw e;
    }
  }
}
