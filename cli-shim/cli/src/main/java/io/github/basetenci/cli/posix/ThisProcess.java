package io.github.basetenci.cli.posix;

import io.github.basetenci.shim.command.LaunchWords;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This process: what it got from whoever started it, and how it ends. */
public final class ThisProcess {
  private static final int KILL = 9;

  private final Inherited inherited;
  private @Nullable Libc libc;
  private int signal;

  private ThisProcess(Inherited inherited) {
    this.inherited = inherited;
  }

  /**
   * Looks at this process; to be called before it opens files of its own.
   *
   * @return empty where the system does not tell
   */
  public static Optional<ThisProcess> look(LaunchWords launch, String javaHome, String classPath) {
    Optional<Inherited> inherited = Inherited.look(launch, javaHome, classPath);
    return inherited.isPresent() ? Optional.of(new ThisProcess(inherited.get())) : Optional.empty();
  }

  public Inherited inherited() {
    return inherited;
  }

  /** Lets the process end by a signal, as a command of its has ended, once all is done. */
  public void willEndBy(Libc given, int number) {
    libc = given;
    signal = number;
  }

  /** Ends the process by the signal, if there is one; process 1 is none that a signal ends. */
  public void end() {
    Libc calls = libc;
    if (calls == null || signal == 0) {
      return;
    }
    // The memory holds keys, and it is not ours that somebody wants to look into.
    calls.prctl(Libc.PR_SET_DUMPABLE, 0);
    if (signal == KILL) {
      calls.kill(calls.getpid(), KILL);
      return;
    }
    calls.signal(signal, Libc.SIG_DFL);
    calls.unblock(signal);
    calls.raise(signal);
  }
}
