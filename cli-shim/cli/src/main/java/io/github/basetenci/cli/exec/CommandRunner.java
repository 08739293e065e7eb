package io.github.basetenci.cli.exec;

import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.key.Masker;
import java.util.List;

/** Runs one command, masks its output, and passes signals on to it. */
interface CommandRunner {
  /** The exit code of shells for a program that cannot be executed. */
  int NOT_EXECUTABLE = 126;

  int NOT_FOUND = 127;

  /** Keeps signals from ending this process from now on, and keeps them for the command. */
  void holdSignals();

  /**
   * Hides further secrets in the output that the command writes from now on. Any thread may call
   * this, also before the command runs.
   */
  void mask(Masker masker);

  /**
   * Runs the command until it ends, and passes on its output until the output ends.
   *
   * @return the exit code of the command, or 128 plus the number of the signal that ended it
   */
  int run(List<String> command, PrivateLogin login) throws Exception;
}
