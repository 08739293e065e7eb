package io.github.basetenci.store;

/**
 * A text that {@code configparser} refuses. The message names the line and quotes no part of the
 * line.
 */
public final class IniSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final IniProblem problem;
  private final int line;

  IniSyntaxException(IniProblem problem, int line) {
    super("line " + line + " " + problem.predicate());
    this.problem = problem;
    this.line = line;
  }

  IniProblem problem() {
    return problem;
  }

  /** The line of the fault, counted from 1. */
  public int line() {
    return line;
  }
}
