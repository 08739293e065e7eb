package io.github.basetenci.api;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.TransportException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Repeats requests that may be repeated. If no connection could be made at all, the request is not
 * repeated: the usual cause is the configuration, and the user should see the error at once.
 */
final class Retry {
  /**
   * The most repetitions after a broken connection or a 5xx. The waits are 0.5, 1 and 2 seconds.
   */
  private static final int MAX_FAILURES = 3;

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);

  /** The most repetitions after a 429. Before each one, the wait is as long as the server asks. */
  private static final int MAX_SLOWDOWNS = 10;

  private static final int TOO_MANY_REQUESTS = 429;

  private final Deadline deadline;
  private final Sleeper sleeper;

  Retry(Deadline deadline, Sleeper sleeper) {
    this.deadline = deadline;
    this.sleeper = sleeper;
  }

  /**
   * Sends the request until it succeeds, fails with an error that is not repeated, or no time is
   * left.
   */
  HttpResponse send(Attempt<RuntimeException> attempt) throws ApiException, TransportException {
    return new Run(true).send(attempt);
  }

  /**
   * Sends the request as {@link #send} does, but does not repeat it after a broken connection. This
   * is for a request that changes something each time.
   *
   * @throws E if the attempt throws it; the attempt is then not repeated
   */
  <E extends Exception> HttpResponse sendWhileRefused(Attempt<E> attempt)
      throws ApiException, TransportException, E {
    return new Run(false).send(attempt);
  }

  /**
   * Sends a DELETE as {@link #send} does. A 404 in answer to a repetition counts as success: an
   * earlier try had deleted the thing, and its answer was lost.
   */
  void sendDelete(Attempt<RuntimeException> attempt) throws ApiException, TransportException {
    Run run = new Run(true);
    try {
      run.send(attempt);
    } catch (ApiException e) {
      if (!e.isNotFound() || run.failures == 0) {
        throw e;
      }
    }
  }

  private final class Run {
    private final boolean afterBreaks;
    int failures;
    private int slowdowns;

    /**
     * @param afterBreaks whether a request is repeated after its connection broke
     */
    Run(boolean afterBreaks) {
      this.afterBreaks = afterBreaks;
    }

    <E extends Exception> HttpResponse send(Attempt<E> attempt)
        throws ApiException, TransportException, E {
      while (true) {
        try {
          return attempt.send();
        } catch (ApiException e) {
          if (!pause(waitAfter(e))) {
            throw e;
          }
        } catch (TransportException e) {
          if (!afterBreaks || !e.mayHaveTakenEffect() || !pause(nextFailureWait())) {
            throw e;
          }
        }
      }
    }

    private @Nullable Duration waitAfter(ApiException e) {
      if (e.status() == TOO_MANY_REQUESTS) {
        Duration asked = e.retryAfter();
        Duration wait = asked == null ? FIRST_WAIT.multipliedBy(1L << slowdowns) : asked;
        return ++slowdowns > MAX_SLOWDOWNS ? null : wait;
      }
      return e.status() >= 500 ? nextFailureWait() : null;
    }

    private @Nullable Duration nextFailureWait() {
      Duration wait = FIRST_WAIT.multipliedBy(1L << failures);
      return ++failures > MAX_FAILURES ? null : wait;
    }

    /** Waits; false if no repetition may follow. */
    private boolean pause(@Nullable Duration wait) {
      if (wait == null || wait.compareTo(deadline.remaining()) >= 0) {
        return false;
      }
      try {
        sleeper.sleep(wait);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** One attempt to send the request. */
  interface Attempt<E extends Exception> {
    HttpResponse send() throws ApiException, TransportException, E;
  }
}
