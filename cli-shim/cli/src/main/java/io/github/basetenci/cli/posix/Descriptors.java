package io.github.basetenci.cli.posix;

import java.util.Collection;

/** The descriptors of this process. Decides which of them a started program gets. */
public final class Descriptors {
  private final Libc libc;

  public Descriptors(Libc libc) {
    this.libc = libc;
  }

  /** Programs that are started from now on get no descriptor above 2 that is open now. */
  public void keepToOurselves() {
    String[] open = new java.io.File("/proc/self/fd").list();
    for (String number : open == null ? new String[0] : open) {
      int descriptor = Integer.parseInt(number);
      if (descriptor > 2) {
        libc.fcntl(descriptor, Libc.F_SETFD, Libc.FD_CLOEXEC);
      }
    }
  }

  /** Programs that are started from now on get these descriptors. */
  public void handOn(Collection<Integer> descriptors) {
    for (int descriptor : descriptors) {
      libc.fcntl(descriptor, Libc.F_SETFD, 0);
    }
  }

  public void close(Collection<Integer> descriptors) {
    for (int descriptor : descriptors) {
      libc.close(descriptor);
    }
  }
}
