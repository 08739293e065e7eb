package io.github.basetenci.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The faults that are not used up, oldest first. */
final class Faults {
  private final List<Fault> pending = new ArrayList<>();
  private CountDownLatch cleared = new CountDownLatch(1);

  synchronized void add(Fault fault) {
    pending.add(fault);
  }

  synchronized void clear() {
    pending.clear();
    cleared.countDown();
    cleared = new CountDownLatch(1);
  }

  /** The fault of this request, or null if none matches. The call uses the fault up once. */
  synchronized @Nullable Met take(String method, String path) {
    for (int i = 0; i < pending.size(); i++) {
      Fault fault = pending.get(i);
      if (fault.matches(method, path)) {
        if (fault.times() > 1) {
          pending.set(i, fault.times(fault.times() - 1));
        } else {
          pending.remove(i);
        }
        return new Met(fault, cleared);
      }
    }
    return null;
  }

  /** A fault that matches a request. Clearing the faults ends its delay early. */
  record Met(Fault fault, CountDownLatch cleared) {
    /** Waits as long as the fault says, or until the faults are cleared. */
    void delay() throws InterruptedException {
      boolean early = cleared.await(fault.delay().toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
