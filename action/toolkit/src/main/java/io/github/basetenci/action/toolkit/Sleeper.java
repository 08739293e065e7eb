package io.github.basetenci.action.toolkit;

import java.time.Duration;

/** Waits between two attempts. */
@FunctionalInterface
public interface Sleeper {
  /** Puts the current thread to sleep. Tests hand in a sleeper that only counts. */
  Sleeper SYSTEM = duration -> Thread.sleep(duration.toMillis());

  void sleep(Duration duration) throws InterruptedException;
}
