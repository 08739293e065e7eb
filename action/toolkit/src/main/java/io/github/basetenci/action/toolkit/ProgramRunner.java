package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.util.List;

/** Runs a program of the system. */
@FunctionalInterface
public interface ProgramRunner {
  /**
   * Runs the program and returns what it printed on stdout.
   *
   * @throws IOException if the program cannot be run, or fails
   */
  String stdout(List<String> command) throws IOException;
}
