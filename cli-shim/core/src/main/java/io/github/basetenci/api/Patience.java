package io.github.basetenci.api;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The waits before a request is sent again, up to a deadline. After a change, some seconds may pass
 * until all parts of a server know the change.
 */
public final class Patience {
  private static final List<Duration> WAITS =
      List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final List<Duration> waits;
  private final @Nullable Deadline deadline;
  private final Sleeper sleeper;
  private int repetitions;

  /** Waits of 0.5, 1 and 2 seconds. A wait that would last beyond the deadline does not begin. */
  public Patience(Deadline deadline, Sleeper sleeper) {
    this(WAITS, deadline, sleeper);
  }

  /** The given waits, one after the other, without a deadline. */
  public Patience(List<Duration> waits, Sleeper sleeper) {
    this(waits, null, sleeper);
  }

  private Patience(List<Duration> waits, @Nullable Deadline deadline, Sleeper sleeper) {
    this.waits = List.copyOf(waits);
    this.deadline = deadline;
    this.sleeper = sleeper;
  }

  /** Waits, and returns whether the request may be sent again. */
  public boolean again() throws InterruptedException {
    return again(null);
  }

  /**
   * Waits as long as the server asks, and returns whether the request may be sent again.
   *
   * @param asked the wait that the server asks for; null if it asks for none
   */
  public boolean again(@Nullable Duration asked) throws InterruptedException {
    if (repetitions == waits.size()) {
      return false;
    }
    Duration wait = asked == null ? waits.get(repetitions) : asked;
    if (deadline != null && wait.compareTo(deadline.remaining()) >= 0) {
      return false;
    }
    repetitions++;
    sleeper.sleep(wait);
    return true;
  }

  /**
   * Asks, and asks again until the answer is the wanted one or no wait is left.
   *
   * @return the last answer; it is not the wanted one if no wait was left
   */
  public <T> T until(Question<T> question, Predicate<? super T> wanted)
      throws ApiException, TransportException, InterruptedException {
    while (true) {
      T answer = question.ask();
      if (wanted.test(answer) || !again()) {
        return answer;
      }
    }
  }

  /** A question to the server. */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks once. */
    T ask() throws ApiException, TransportException;
  }
}
