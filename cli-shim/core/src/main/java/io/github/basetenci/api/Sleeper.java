package io.github.basetenci.api;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
public interface Sleeper {
  /**
   * Waits for the given time.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void sleep(Duration time) throws InterruptedException;
}
