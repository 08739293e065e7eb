package io.github.basetenci.cli.exec;

import io.github.basetenci.auth.PrivateLogin;
import java.util.List;

/** Runs one command, masks its output, and passes signals on to it. */
interface CommandRunner {
  /** The exit code of shells for a program that cannot be executed. */
  int NOT_EXECUTABLE = 126;

  int NOT_FOUND = 127;

  /** Keeps signals from ending this process from now on, and keeps them for the command. */
  void holdSignals();

  /**
   * Runs the command until it ends, and passes on its output until the output ends.
   *
   * @return the exit code of the command, or 128 plus the number of the signal that ended it
   */
  int run(List<String> command, PrivateLogin login) throws Exception;
}
