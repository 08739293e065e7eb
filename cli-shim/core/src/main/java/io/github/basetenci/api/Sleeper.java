package io.github.basetenci.api;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
public interface Sleeper {
  /** Puts the current thread to sleep. Tests hand in a sleeper that only counts. */
  Sleeper SYSTEM = time -> Thread.sleep(time.toMillis());

  /**
   * Waits for the given time.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void sleep(Duration time) throws InterruptedException;
}
