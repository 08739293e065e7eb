package io.github.basetenci.cli.fleet;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock for the servers of a test and for a command in a process of its own. It moves on only
 * while threads of the command wait and nothing else happens, and then to the end of the wait that
 * ends first. So waits at the same time pass at the same time, as on a real clock.
 */
final class VirtualTime implements AutoCloseable {
  /** How long ago it begins. */
  static final Duration SPAN = Duration.ofDays(40);

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** How often nothing must have happened between two looks before the clock moves on. */
  private static final int QUIET = 2;

  /** After so many looks a thread that waited is expected to do something else than to write. */
  private static final int PATIENCE = 40;

  private final ByteBuffer shared;
  private final ServerSocket server;
  private final AtomicLong events = new AtomicLong();
  private final PriorityQueue<Wait> waits =
      new PriorityQueue<>(Comparator.comparingLong(Wait::end));
  private volatile boolean closed;

  private record Wait(long end, Socket who) {}

  VirtualTime(Path file) throws IOException {
    shared = map(file);
    // The date in the answers of the servers is the real one.
    LONG.setVolatile(shared, Long.BYTES, Instant.now().minus(SPAN).getEpochSecond());
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    start("waits", this::accept);
    start("virtual time", this::move);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** The memory that processes share: the nanoseconds since the beginning, and its second. */
  static ByteBuffer map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * Long.BYTES);
    }
  }

  static long nanos(ByteBuffer mapped) {
    return (long) LONG.getVolatile(mapped, 0);
  }

  static Instant instant(ByteBuffer mapped) {
    return Instant.ofEpochSecond((long) LONG.getVolatile(mapped, Long.BYTES))
        .plusNanos(nanos(mapped));
  }

  /** Where processes ask to be told the end of a wait. */
  int port() {
    return server.getLocalPort();
  }

  long seconds() {
    return Duration.ofNanos(nanos(shared)).toSeconds();
  }

  Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return VirtualTime.instant(shared);
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  /** Lets time pass while no command runs, and forgets the waits of commands that were killed. */
  void pass(Duration time) {
    synchronized (waits) {
      waits.clear();
      LONG.setVolatile(shared, 0, nanos(shared) + time.toNanos());
    }
  }

  /** Something happened, so that the clock does not move on yet. */
  void happened() {
    events.incrementAndGet();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket who = server.accept();
        long time = new DataInputStream(who.getInputStream()).readLong();
        synchronized (waits) {
          waits.add(new Wait(nanos(shared) + time, who));
        }
        happened();
      } catch (IOException e) {
        // The command was killed while it asked, or the test is over.
      }
    }
  }

  /**
   * Looks again and again. The pauses between the looks leave the processor to the others, and
   * decide nothing but how soon the clock moves on.
   */
  private void move() {
    try {
      while (!closed) {
        long before = events.get();
        Thread.sleep(1);
        int quiet = events.get() == before ? 1 : 0;
        while (quiet > 0 && quiet < QUIET) {
          Thread.sleep(1);
          quiet = events.get() == before ? quiet + 1 : 0;
        }
        if (quiet > 0 && wakeFirst()) {
          for (int i = 0; i < PATIENCE && events.get() == before; i++) {
            Thread.sleep(1);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean wakeFirst() {
    Wait first;
    synchronized (waits) {
      first = waits.poll();
      if (first == null) {
        return false;
      }
      LONG.setVolatile(shared, 0, Math.max(nanos(shared), first.end()));
    }
    try (Socket who = first.who()) {
      who.getOutputStream().write(1);
    } catch (IOException e) {
      // The command was killed.
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
