package io.github.basetenci.testing;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * How a test waits: for something that happens, never for a time. A wait without an end is ended by
 * {@link HangWatch}, and then tells what it waited for.
 */
public final class Await {
  private static final long PAUSE_MILLIS = 10;

  private Await() {}

  /** Something that becomes true. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Waits until the condition holds.
   *
   * @param what what is waited for, such as "the sandbox is ready"
   */
  public static void until(String what, Condition condition) {
    until(() -> what, condition);
  }

  /**
   * Waits until the condition holds.
   *
   * @param what tells what is waited for, and perhaps how far it has come, when the wait is ended
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

  /** Waits for the end of a process, which is killed when this test is given up. */
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
