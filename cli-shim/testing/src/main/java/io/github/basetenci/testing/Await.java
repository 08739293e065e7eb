package io.github.basetenci.testing;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Waits in tests. A test waits for an event and never for a length of time. {@link HangWatch}
 * interrupts a wait that does not end, and the failure tells what the test waited for.
 */
public final class Await {
  private static final long PAUSE_MILLIS = 10;

  private Await() {}

  /** A condition that becomes true. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Waits until the condition holds.
   *
   * @param what the event that the test waits for, such as "the sandbox is ready"
   */
  public static void until(String what, Condition condition) {
    until(() -> what, condition);
  }

  /**
   * Waits until the condition holds.
   *
   * @param what gives the event that the test waits for, and perhaps the progress so far, if the
   *     wait is interrupted
   */
  public static void until(Supplier<String> what, Condition condition) {
    try {
      while (!condition.holds()) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      throw gaveUp(what.get(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("while waiting for: " + what.get(), e);
    }
  }

  /** Waits for the end of a process. If the wait is interrupted, the process is killed. */
  public static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw gaveUp("the end of process " + process.pid(), e);
    }
  }

  /** Waits for the end of a thread. */
  public static void end(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw gaveUp("the end of thread " + thread.getName(), e);
    }
  }

  /** Waits for a result. */
  public static <T> T result(String what, Future<T> future) throws ExecutionException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw gaveUp(what, e);
    }
  }

  private static AssertionError gaveUp(String what, InterruptedException cause) {
    return new AssertionError("interrupted while waiting for: " + what, cause);
  }
}
