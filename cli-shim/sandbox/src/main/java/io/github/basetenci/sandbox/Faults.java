package io.github.basetenci.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults still to come, oldest first. */
final class Faults {
  private final List<Fault> pending = new ArrayList<>();

  synchronized void add(Fault fault) {
    pending.add(fault);
  }

  synchronized void clear() {
    pending.clear();
  }

  /** The fault that this request meets, which thereby is used up once; null for none. */
  synchronized @Nullable Fault take(String method, String path) {
    for (int i = 0; i < pending.size(); i++) {
      Fault fault = pending.get(i);
      if (fault.matches(method, path)) {
        if (fault.times() > 1) {
          pending.set(i, fault.times(fault.times() - 1));
        } else {
          pending.remove(i);
        }
        return fault;
      }
    }
    return null;
  }
}
