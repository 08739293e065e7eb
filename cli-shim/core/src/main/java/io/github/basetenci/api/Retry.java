package io.github.basetenci.api;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.TransportException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Repeats requests that may be repeated. A connection that could not be made at all is not tried
 * again: that is a matter of configuration far more often than of luck, and is better told at once.
 */
final class Retry {
  /** Repetitions after a broken connection or a 5xx: waits of 0.5, 1 and 2 seconds. */
  private static final int MAX_FAILURES = 3;

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);

  /** Repetitions after a 429, each as late as the server asks. */
  private static final int MAX_SLOWDOWNS = 10;

  private static final int TOO_MANY_REQUESTS = 429;

  private final Deadline deadline;
  private final Sleeper sleeper;

  Retry(Deadline deadline, Sleeper sleeper) {
    this.deadline = deadline;
    this.sleeper = sleeper;
  }

  /** Sends the request until it succeeds, fails for good, or no time is left. */
  HttpResponse send(Attempt<RuntimeException> attempt) throws ApiException, TransportException {
    return new Run(true).send(attempt);
  }

  /**
   * The same, but where the connection broke: for a request that changes something each time.
   *
   * @throws E if the attempt does, which is then not repeated
   */
  <E extends Exception> HttpResponse sendWhileRefused(Attempt<E> attempt)
      throws ApiException, TransportException, E {
    return new Run(false).send(attempt);
  }

  /**
   * The same for a DELETE, where 404 in answer to a repetition is the success that an earlier try
   * had without telling.
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
     * @param afterBreaks whether a request is sent again whose connection broke
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

    /** Waits; false if that makes no sense any more. */
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

  /** One try. */
  interface Attempt<E extends Exception> {
    HttpResponse send() throws ApiException, TransportException, E;
  }
}
