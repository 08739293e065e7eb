package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.util.List;

/** Runs a program of the system. */
@FunctionalInterface
public interface ProgramRunner {
  /**
   * What the program printed on stdout.
   *
   * @throws IOException if it cannot be run or fails
   */
  String stdout(List<String> command) throws IOException;
}
