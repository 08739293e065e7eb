package io.github.basetenci.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The listening port of the sandbox. It passes bytes between clients and the internal HTTP server,
 * and can cut or slow down an answer at any byte. The HTTP server of the JDK cannot do this,
 * because it always sends a whole head.
 */
final class Front implements Closeable {
  private static final int BACKLOG = 100;
  private static final String DATE = "\r\nDate: ";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final ServerSocket door;
  private final InetSocketAddress server;
  private final InstantSource clock;
  private final Map<Integer, Link> links = new ConcurrentHashMap<>();

  /**
   * Opens the port.
   *
   * @param port the port on 127.0.0.1, 0 for any free port
   * @param server the address of the HTTP server
   * @param clock dates the answers; the HTTP server would date them by the clock of the machine
   */
  Front(int port, InetSocketAddress server, InstantSource clock) throws IOException {
    this.clock = clock;
    this.door =
        new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    this.server = server;
    daemon("sandbox-door", this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /**
   * Sets how the next answer on a connection is passed on.
   *
   * @param serverSidePort the client port of the connection to the internal HTTP server
   */
  void passNext(int serverSidePort, Passage passage) {
    Link link = links.get(serverSidePort);
    if (link != null) {
      link.next = passage;
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    links.values().forEach(Link::close);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        try {
          Socket inner = new Socket(server.getAddress(), server.getPort());
          client.setTcpNoDelay(true);
          inner.setTcpNoDelay(true);
          Link link = new Link(client, inner);
          links.put(inner.getLocalPort(), link);
          daemon("sandbox-up", link::passRequests);
          daemon("sandbox-down", link::passAnswers);
        } catch (IOException e) {
          client.close();
        }
      } catch (IOException e) {
        // Either the port was closed, or a client has closed its connection.
      }
    }
  }

  /** The option of that name, or null if the system or the Java image does not have it. */
  @SuppressWarnings("unchecked")
  private static @Nullable SocketOption<Boolean> find(Socket socket, String name) {
    for (SocketOption<?> option : socket.supportedOptions()) {
      if (option.name().equals(name) && option.type() == Boolean.class) {
        return (SocketOption<Boolean>) option;
      }
    }
    return null;
  }

  /** Overwrites the date of an answer that begins here. The server writes a head at once. */
  private void date(byte[] bytes, int count) {
    String head = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    int header = head.startsWith("HTTP/") ? head.indexOf(DATE) : -1;
    byte[] date = HTTP_DATE.format(clock.instant()).getBytes(StandardCharsets.ISO_8859_1);
    int begin = header + DATE.length();
    if (header >= 0 && head.indexOf("\r\n", begin) == begin + date.length) {
      System.arraycopy(date, 0, bytes, begin, date.length);
    }
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * How an answer is passed on.
   *
   * @param headBytes how many bytes of the head are passed on before the connection is cut, or -1
   *     for all
   * @param bodyBytes how many bytes of the body are passed on before the connection is cut, or -1
   *     for all
   * @param millisPerByte the wait before each byte
   */
  record Passage(int headBytes, int bodyBytes, long millisPerByte) {
    static final Passage FREE = new Passage(-1, -1, 0);
  }

  private final class Link {
    private final Socket client;
    private final Socket inner;
    private final @Nullable SocketOption<Boolean> promptAcknowledgement;
    volatile @Nullable Passage next;

    Link(Socket client, Socket inner) {
      this.client = client;
      this.inner = inner;
      this.promptAcknowledgement = find(inner, "TCP_QUICKACK");
    }

    void passRequests() {
      try {
        client.getInputStream().transferTo(inner.getOutputStream());
        inner.shutdownOutput();
      } catch (IOException e) {
        close();
      }
    }

    void passAnswers() {
      try (Socket keptClient = client;
          Socket keptInner = inner) {
        InputStream in = keptInner.getInputStream();
        OutputStream out = keptClient.getOutputStream();
        byte[] buffer = new byte[8192];
        Passing passing = new Passing(Passage.FREE);
        for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
          Passage announced = next;
          if (announced != null) {
            passing = new Passing(announced);
            next = null;
          }
          date(buffer, n);
          if (!passing.pass(buffer, n, out)) {
            return;
          }
        }
      } catch (IOException e) {
        // One of the two connections is closed, and leaving this method closes the other one.
      } finally {
        links.remove(inner.getLocalPort(), this);
      }
    }

    /**
     * Asks for prompt acknowledgement, then reads. The server writes head and body separately.
     * Without this request it would wait 40 ms for a delayed acknowledgement before it sends the
     * body.
     */
    private int read(InputStream in, byte[] buffer) throws IOException {
      if (promptAcknowledgement != null) {
        inner.setOption(promptAcknowledgement, true);
      }
      return in.read(buffer);
    }

    void close() {
      for (Socket socket : new Socket[] {client, inner}) {
        try {
          socket.close();
        } catch (IOException e) {
          // The socket is not used any more, whether or not closing it succeeded.
        }
      }
    }
  }

  /** The progress of one answer that is passed on. */
  private static final class Passing {
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Passage passage;
    private int headSeen;
    private int bodySeen;
    private int matched;

    Passing(Passage passage) {
      this.passage = passage;
    }

    /** Passes the bytes on. False if the connection must be cut now. */
    boolean pass(byte[] bytes, int count, OutputStream out) throws IOException {
      if (passage.equals(Passage.FREE)) {
        out.write(bytes, 0, count);
        return true;
      }
      for (int i = 0; i < count; i++) {
        boolean inHead = matched < END_OF_HEAD.length();
        if (inHead ? headSeen++ == passage.headBytes : bodySeen++ == passage.bodyBytes) {
          return false;
        }
        if (inHead) {
          matched =
              bytes[i] == END_OF_HEAD.charAt(matched) ? matched + 1 : bytes[i] == '\r' ? 1 : 0;
        }
        pause();
        out.write(bytes[i]);
      }
      return true;
    }

    private void pause() throws IOException {
      try {
        Thread.sleep(passage.millisPerByte);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }
}
