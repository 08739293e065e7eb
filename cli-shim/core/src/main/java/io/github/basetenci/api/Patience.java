package io.github.basetenci.api;

import io.github.basetenci.http.Deadline;
import java.time.Duration;

/** The waits before one request is sent again: 0.5, 1 and 2 seconds, as far as time allows. */
public final class Patience {
  private static final int MAX_REPETITIONS = 3;
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);

  private final Deadline deadline;
  private final Sleeper sleeper;
  private int repetitions;

  public Patience(Deadline deadline, Sleeper sleeper) {
    this.deadline = deadline;
    this.sleeper = sleeper;
  }

  /** Waits, and tells whether the request may be sent again. */
  public boolean again() throws InterruptedException {
    Duration wait = FIRST_WAIT.multipliedBy(1L << repetitions);
    if (repetitions == MAX_REPETITIONS || wait.compareTo(deadline.remaining()) >= 0) {
      return false;
    }
    repetitions++;
    sleeper.sleep(wait);
    return true;
  }
}
