package io.github.basetenci.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * What something costs. Unlike the time that it takes, that does not grow while other programs use
 * the machine.
 */
public final class CpuTime {
  private CpuTime() {}

  /** The time for which this thread computes meanwhile. */
  public static Duration ofThisThread(Callable<?> task) throws Exception {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Object unused = task.call();
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
  }

  /** The time for which all threads of this JVM together compute meanwhile. */
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
