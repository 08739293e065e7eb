package io.github.basetenci.cli.posix;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Takes the zombies of processes that this process never started. As process 1 of a container, this
 * process becomes the parent of every process whose parent has ended, and only process 1 can remove
 * their zombies.
 *
 * <p>The system does not tell an adopted process from a child that Java has started. If the zombie
 * of a child of Java were taken here, Java would report exit code 0 for it. But a thread of Java
 * waits for each child of Java, so only the zombie of an adopted process stays.
 */
final class AdoptedProcesses implements Runnable {
  private static final long PAUSE_MILLIS = 100;

  /**
   * How often a zombie must be seen before it counts as one of an adopted process. Looks are
   * counted and not time, because this process may be stopped for any time between two looks, and
   * then Java cannot take its children either.
   */
  private static final int LOOKS = 12;

  private final Libc libc;
  private final IntPredicate awaited;

  /** How often each zombie was seen. A handle knows when its process began, unlike a number. */
  private Map<ProcessHandle, Integer> seen = new HashMap<>();

  /**
   * @param awaited whether somebody else here waits for the child of this number
   */
  AdoptedProcesses(Libc libc, IntPredicate awaited) {
    this.libc = libc;
    this.awaited = awaited;
  }

  @Override
  public void run() {
    try (Memory status = Memory.of(8)) {
      while (true) {
        int result = libc.awaitEndOfAnyChild();
        if (result < 0 && result != -Errno.EINTR) {
          return;
        }
        look(status);
        // The call above returns at once for as long as a zombie is there.
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Memory status) {
    Map<ProcessHandle, Integer> now = new HashMap<>();
    ProcessHandle.current()
        .children()
        .filter(child -> isUnclaimed((int) child.pid()))
        .forEach(child -> now.put(child, seen.getOrDefault(child, 0) + 1));
    now.forEach(
        (child, looks) -> {
          if (looks >= LOOKS) {
            libc.waitpid((int) child.pid(), status, Libc.WNOHANG);
          }
        });
    seen = now;
  }

  private boolean isUnclaimed(int child) {
    return libc.isZombie(child) && !awaited.test(child);
  }
}
