package io.github.basetenci.auth;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The login by browser that runs in this process. A process that is told to end cancels it first,
 * so that a session which the user has confirmed, and which is not stored, is ended at the server.
 */
public final class RunningBrowserLogin {
  private static final AtomicReference<@Nullable RunningBrowserLogin> RUNNING =
      new AtomicReference<>();

  private final Thread thread = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean cancelled;
  private boolean confirmed;
  private boolean storing;
  private boolean stored;

  private RunningBrowserLogin() {}

  /** What became of a login that was to be cancelled. */
  public enum Outcome {
    /** No login by browser is running. */
    NOT_RUNNING,
    /** Nothing is stored. Of each session that could not be ended at the server, the user knows. */
    ENDED,
    /** The login was being stored, and is stored now. */
    STORED,
    /** A session was confirmed, and it is not known whether it is ended at the server. */
    UNKNOWN
  }

  /** Begins a login by browser in the calling thread. */
  static RunningBrowserLogin begin() {
    RunningBrowserLogin login = new RunningBrowserLogin();
    RUNNING.set(login);
    return login;
  }

  /** Called when the user has confirmed a session. */
  synchronized void confirmed() {
    confirmed = true;
  }

  /**
   * Called before the files are written. From then on the login is not interrupted, because a file
   * could be left half changed.
   *
   * @throws InterruptedException if the login is cancelled
   */
  synchronized void storing() throws InterruptedException {
    if (cancelled) {
      throw new InterruptedException("the login is cancelled");
    }
    storing = true;
  }

  /**
   * Called when the login is stored, or when each session that is not stored has been ended as far
   * as possible. If the login was cancelled, the process is to end: the thread gets no further,
   * unless it is interrupted again.
   */
  void end(boolean isStored) {
    boolean wait;
    synchronized (this) {
      stored = isStored;
      wait = cancelled;
    }
    if (wait) {
      // The interrupt of the cancellation itself may have come too late for the login.
      Thread.interrupted();
    }
    over.countDown();
    // Not before: a cancellation at this moment has to learn what became of the login.
    RUNNING.compareAndSet(this, null);
    if (wait) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        thread.interrupt();
      }
    }
  }

  /**
   * Cancels the login that is running, and waits until it has ended. The process is to end
   * afterwards.
   *
   * @param limit how long to wait for the login to end its sessions at the server
   */
  public static Outcome cancel(Duration limit) {
    RunningBrowserLogin login = RUNNING.get();
    return login == null ? Outcome.NOT_RUNNING : login.cancelled(limit);
  }

  private Outcome cancelled(Duration limit) {
    synchronized (this) {
      cancelled = true;
      if (!storing && over.getCount() > 0) {
        thread.interrupt();
      }
    }
    boolean ended = false;
    try {
      ended = over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (stored) {
        return Outcome.STORED;
      }
      return ended || !confirmed ? Outcome.ENDED : Outcome.UNKNOWN;
    }
  }
}
