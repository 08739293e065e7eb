package io.github.basetenci.cli.fleet.file;

import java.util.List;

/** A fleet file cannot be used. The message quotes no value of the file. */
public final class InvalidFleetFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<FileProblem> problems;

  InvalidFleetFileException(String file, List<FileProblem> problems, int more) {
    super(
        file
            + " has "
            + (problems.size() + more == 1
                ? "1 problem"
                : problems.size()
                    + more
                    + " problems"
                    + (more == 0 ? "" : ", of which " + problems.size() + " are shown"))
            + "; nothing was changed");
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the file. */
  public List<FileProblem> problems() {
    return problems;
  }
}
