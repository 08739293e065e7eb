package io.github.basetenci.testing;

import java.io.PrintStream;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Finds a test that hangs, prints its name and what each thread does, and interrupts it. If the
 * test does not end then, or if it passes in spite of the interrupt, this class ends the JVM, and
 * so the build fails.
 *
 * <p>The time is measured by a {@link Beat}, so it is the time that the machine had for the test.
 * It begins when a test or a class last began or ended. JUnit finds this class by itself.
 */
public final class HangWatch implements TestExecutionListener {
  /**
   * The limit is far longer than the longest test, including the long proofs, and far shorter than
   * the limit of the CI job.
   */
  private static final int LIMIT_SECONDS = 20 * 60;

  private static final int GRACE_SECONDS = 60;

  /**
   * The time between two measurements. Each measurement takes some hundredths of a second of
   * computing time.
   */
  private static final int BEAT_SECONDS = 5;

  private final double limit;
  private final double grace;
  private final Pulse pulse;
  private final PrintStream out;
  private final Runnable end;

  private final Deque<TestIdentifier> open = new ArrayDeque<>();
  private @Nullable Thread watcher;
  private @Nullable Thread runner;
  private @Nullable String interrupted;
  private double spent;

  /** Measures the time that tests could use since the last measurement. */
  interface Pulse {
    double next() throws InterruptedException;
  }

  /** JUnit calls this constructor. */
  public HangWatch() {
    this(
        (double) LIMIT_SECONDS / BEAT_SECONDS,
        (double) GRACE_SECONDS / BEAT_SECONDS,
        new Beat(Duration.ofSeconds(BEAT_SECONDS))::next,
        System.err,
        () -> Runtime.getRuntime().halt(1));
  }

  /**
   * @param limit the time after which a test counts as hanging, in the unit of the pulse
   * @param grace the time that an interrupted test has to end
   * @param end ends the JVM
   */
  HangWatch(double limit, double grace, Pulse pulse, PrintStream out, Runnable end) {
    this.limit = limit;
    this.grace = grace;
    this.pulse = pulse;
    this.out = out;
    this.end = end;
  }

  @Override
  public synchronized void testPlanExecutionStarted(TestPlan plan) {
    watcher = new Thread(this::watch, "hang-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    if (watcher != null) {
      watcher.interrupt();
    }
  }

  @Override
  public synchronized void executionStarted(TestIdentifier test) {
    open.push(test);
    runner = Thread.currentThread();
    spent = 0;
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    open.remove(test);
    spent = 0;
    if (interrupted != null) {
      // An interrupt that came too late must not reach the next test.
      boolean unused = Thread.interrupted();
      String name = interrupted;
      interrupted = null;
      if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
        say(name + " hung, and passed when it was interrupted; the JVM of the tests ends here.");
        end.run();
      }
    }
  }

  private void watch() {
    try {
      while (true) {
        look(pulse.next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look(double time) {
    TestIdentifier test = open.peek();
    if (test == null || runner == null) {
      return;
    }
    spent += time;
    if (interrupted == null && spent >= limit) {
      interrupted = test.getUniqueId();
      spent = 0;
      say(interrupted + " hangs; it is interrupted now. What each thread does:\n" + threads());
      runner.interrupt();
    } else if (interrupted != null && spent >= grace) {
      say(interrupted + " does not end; the JVM of the tests ends here.\n" + threads());
      spent = 0;
      end.run();
    }
  }

  private void say(String text) {
    out.println(text);
    out.flush();
  }

  private static String threads() {
    StringBuilder text = new StringBuilder();
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
      LockInfo lock = thread.getLockInfo();
      if (lock != null) {
        text.append(" on ").append(lock);
      }
      if (thread.getLockOwnerName() != null) {
        text.append(", which \"").append(thread.getLockOwnerName()).append("\" holds");
      }
      text.append('\n');
      for (StackTraceElement frame : thread.getStackTrace()) {
        if (!frame.getClassName().startsWith("org.junit.")) {
          text.append("    at ").append(frame).append('\n');
        }
      }
    }
    ProcessHandle.current()
        .descendants()
        .forEach(
            // The arguments of the process are not shown, because they may contain a key.
            child ->
                text.append("process ")
                    .append(child.pid())
                    .append(" runs: ")
                    .append(child.info().command().orElse("unknown"))
                    .append('\n'));
    return text.toString();
  }
}
