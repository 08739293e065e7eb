package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.TransportException.Phase;
import io.github.basetenci.testing.Await;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One deadline bounds everything that a request waits for. */
class TotalDeadlineTest {
  private static final Duration TOTAL = Duration.ofMillis(1500);

  private final CountDownLatch testEnds = new CountDownLatch(1);
  private final HttpTransport transport = TestHttp.transport();

  @Test
  void aServerThatDripsIsLeft() throws Exception {
    try (RawServer server =
        RawServer.running(
            (socket, raw) -> {
              raw.readRequest(socket);
              for (byte b :
                  ("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1000)).getBytes("US-ASCII")) {
                socket.getOutputStream().write(b);
                pause(20);
              }
            })) {
      TransportException failure =
          failure(transport, get(server.uri("/")), ResponseReader.class.getName());

      assertThat(failure.phase()).isEqualTo(Phase.RECEIVE);
      assertThat(failure)
          .hasMessage(
              "127.0.0.1:"
                  + server.port()
                  + " did not answer within 1500 ms in total; try again later");
    }
  }

  @Test
  void aTlsHandshakeThatDripsIsLeftBeforeAnythingWasSent() throws Exception {
    try (RawServer server =
        RawServer.running(
            (socket, raw) -> {
              // The header of a handshake record of 16 KiB, and then its content at leisure.
              socket.getOutputStream().write(new byte[] {0x16, 3, 3, 0x40, 0});
              while (true) {
                socket.getOutputStream().write(2);
                pause(20);
              }
            })) {
      URI secure = URI.create("https://127.0.0.1:" + server.port() + "/");

      TransportException failure =
          failure(transport, get(secure), "sun.security.ssl.SSLSocketInputRecord");

      assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
      assertThat(failure.mayHaveTakenEffect()).isFalse();
    }
  }

  @Test
  void aNameServiceThatHangsIsLeft() {
    HttpTransport lost =
        new HttpTransport(
            TestHttp.settings(),
            host -> {
              untilTheTestEnds();
              return new InetAddress[0];
            });

    TransportException failure =
        failure(lost, get(URI.create("https://api.example.test/")), getClass().getName());

    assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
    testEnds.countDown();
  }

  @Test
  void aRequestThatWasGivenUpIsNotSentLater() throws Exception {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      AtomicReference<Thread> worker = new AtomicReference<>();
      HttpTransport slow =
          new HttpTransport(
              TestHttp.settings(),
              host -> {
                worker.set(Thread.currentThread());
                untilTheTestEnds();
                return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
              });
      URI uri = URI.create("http://api.example.test:" + server.port() + "/");

      TransportException failure = failure(slow, get(uri), getClass().getName());
      testEnds.countDown();
      // The time may be over before the worker's first statement.
      Await.until("the worker", () -> worker.get() != null);
      worker.get().join();

      assertThat(failure.mayHaveTakenEffect()).isFalse();
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aServerThatDoesNotReadIsLeft() throws Exception {
    try (RawServer server = RawServer.running((socket, raw) -> untilTheTestEnds())) {
      HttpRequest post = new HttpRequest("POST", server.uri("/"), Map.of(), "x".repeat(30_000_000));

      TransportException failure = failure(transport, post, "sun.nio.ch.NioSocketImpl.implWrite");

      assertThat(failure.phase()).isEqualTo(Phase.SEND);
      assertThat(failure).hasMessageEndingWith("in total; whether the POST took effect is unknown");
      testEnds.countDown();
    }
  }

  @Test
  void noRequestStartsAfterTheDeadline() throws Exception {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      long[] now = {0};
      Deadline over = Deadline.after(TOTAL, () -> now[0]);
      now[0] = TOTAL.toNanos();

      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> transport.send(get(server.uri("/")), over));

      assertThat(failure.mayHaveTakenEffect()).isFalse();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aSilentServerIsLeftAfterTheReadTimeout() throws Exception {
    try (RawServer server = RawServer.running((socket, raw) -> untilTheTestEnds())) {
      HttpTransport impatient =
          new HttpTransport(
              TestHttp.settings().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(200)));

      TransportException failure =
          catchThrowableOfType(
              TransportException.class,
              () -> impatient.send(get(server.uri("/")), TestHttp.farAway()));

      assertThat(failure)
          .hasMessage("127.0.0.1:" + server.port() + " was silent for 200 ms; try again later");
      testEnds.countDown();
    }
  }

  @Test
  void anInterruptEndsTheWaitAndStaysSet() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
        RawServer.running(
            (socket, raw) -> {
              raw.readRequest(socket);
              asked.countDown();
              untilTheTestEnds();
            })) {
      AtomicReference<TransportException> failure = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                failure.set(
                    catchThrowableOfType(
                        TransportException.class,
                        () -> transport.send(get(server.uri("/")), TestHttp.farAway())));
                flag.set(Thread.currentThread().isInterrupted());
              });
      caller.start();
      asked.await();
      caller.interrupt();
      caller.join();

      assertThat(failure.get()).hasMessageContaining("was interrupted");
      assertThat(flag.get()).isTrue();
      testEnds.countDown();
    }
  }

  /** The time is over when the request waits in this class. */
  private static TransportException failure(
      HttpTransport transport, HttpRequest request, String waitsIn) {
    Deadline deadline = Deadline.after(TOTAL, new ClockOfTheRequest(waitsIn));
    return catchThrowableOfType(TransportException.class, () -> transport.send(request, deadline));
  }

  /** Stands still until the request waits in a class or method, and then jumps to the end. */
  private static final class ClockOfTheRequest implements LongSupplier {
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final String waitsIn;

    ClockOfTheRequest(String waitsIn) {
      this.waitsIn = waitsIn;
    }

    @Override
    public long getAsLong() {
      if (stacks().findAny().isEmpty()) {
        return 0;
      }
      Await.until("a request that waits in " + waitsIn, () -> stacks().anyMatch(this::waits));
      return TOTAL.toNanos();
    }

    private Stream<StackTraceElement[]> stacks() {
      return Thread.getAllStackTraces().entrySet().stream()
          .filter(entry -> entry.getKey().getName().equals("baseten-ci-http"))
          .filter(entry -> !before.contains(entry.getKey()))
          .map(Map.Entry::getValue);
    }

    private boolean waits(StackTraceElement[] stack) {
      return Stream.of(stack)
          .anyMatch(
              frame -> (frame.getClassName() + "." + frame.getMethodName()).startsWith(waitsIn));
    }
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.of("GET", uri, Map.of());
  }

  private void untilTheTestEnds() {
    pause(Long.MAX_VALUE);
  }

  private void pause(long millis) {
    try {
      boolean unused = testEnds.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
