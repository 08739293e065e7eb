package io.github.basetenci.cli.exec;

import io.github.basetenci.auth.PrivateLogin;
import java.util.List;

/** Runs one command with its output masked, and hands signals on to it. */
interface CommandRunner {
  /** As the shells have it. */
  int NOT_EXECUTABLE = 126;

  int NOT_FOUND = 127;

  /** From now on signals do not end this process; those that come are kept for the command. */
  void holdSignals();

  /**
   * Runs the command to its end, and passes on its output to the end of that.
   *
   * @return its exit code, or 128 and the number of the signal that ended it
   */
  int run(List<String> command, PrivateLogin login) throws Exception;
}
