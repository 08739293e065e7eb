package io.github.basetenci.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Measures the computing time of a task. Unlike the elapsed time, it does not grow while other
 * programs use the machine.
 */
public final class CpuTime {
  private CpuTime() {}

  /** The computing time of this thread during the task. */
  public static Duration ofThisThread(Callable<?> task) throws Exception {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Object unused = task.call();
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
  }

  /** The computing time of all threads of this JVM together during the task. */
  public static Duration ofAllThreads(Callable<?> task) throws Exception {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    if (!(system instanceof com.sun.management.OperatingSystemMXBean measuring)) {
      throw new IllegalStateException("this JVM does not tell what it uses");
    }
    long begin = measuring.getProcessCpuTime();
    Object unused = task.call();
    return Duration.ofNanos(measuring.getProcessCpuTime() - begin);
  }
}
