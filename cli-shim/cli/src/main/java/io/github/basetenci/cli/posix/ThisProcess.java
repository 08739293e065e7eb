package io.github.basetenci.cli.posix;

import io.github.basetenci.shim.command.LaunchWords;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This process: what it got from the process that started it, and how it ends. */
public final class ThisProcess {
  private static final int KILL = 9;

  private final Inherited inherited;
  private @Nullable Libc libc;
  private int signal;

  private ThisProcess(Inherited inherited) {
    this.inherited = inherited;
  }

  /**
   * Looks at this process. Call this method before the process opens files of its own.
   *
   * @return empty if the system does not provide the values
   */
  public static Optional<ThisProcess> look(LaunchWords launch, String javaHome, String classPath) {
    Optional<Inherited> inherited = Inherited.look(launch, javaHome, classPath);
    return inherited.isPresent() ? Optional.of(new ThisProcess(inherited.get())) : Optional.empty();
  }

  public Inherited inherited() {
    return inherited;
  }

  /**
   * Makes {@link #end} end this process by a signal, because a signal has ended the command that it
   * ran.
   */
  public void willEndBy(Libc given, int number) {
    libc = given;
    signal = number;
  }

  /**
   * Ends the process by the signal, if one is set. A signal does not end process 1, so this method
   * can return.
   */
  public void end() {
    Libc calls = libc;
    if (calls == null || signal == 0) {
      return;
    }
    // An image of the memory would contain keys, and the failure is in the command and not in this
    // process.
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
