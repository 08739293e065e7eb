package io.github.basetenci.auth;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The refresh tokens of this process that are spent, and whose successors are not stored yet. A
 * process that ends in between loses the login, so one that is told to end waits a moment.
 */
public final class RunningRefreshes {
  private static final ReentrantReadWriteLock RUNNING = new ReentrantReadWriteLock();

  private RunningRefreshes() {}

  /** Called before a refresh token is sent. */
  static void begin() {
    RUNNING.readLock().lock();
  }

  /** Called by the same thread when the successor is stored, or when there is none. */
  static void end() {
    if (RUNNING.getReadHoldCount() > 0) {
      RUNNING.readLock().unlock();
    }
  }

  /**
   * Waits until no refresh is running, and lets none begin from then on, if the wait was long
   * enough. The process is to end afterwards.
   *
   * @return whether no refresh is running
   */
  public static boolean awaitLast(Duration limit) {
    try {
      return RUNNING.writeLock().tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether a refresh is running. */
  static boolean any() {
    return RUNNING.getReadLockCount() > 0;
  }
}
