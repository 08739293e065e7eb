package io.github.basetenci.cli.fleet.file;

import io.github.basetenci.secrets.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file. After {@link #MOST} problems, further ones are counted. */
final class FileProblems {
  static final int MOST = 50;

  private final List<FileProblem> found = new ArrayList<>();
  private int more;

  void add(SourceLocation at, String path, String problem) {
    if (found.size() < MOST) {
      found.add(new FileProblem(at, path, problem));
    } else {
      more++;
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** The problems in the order of the file. */
  List<FileProblem> inOrder() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((FileProblem problem) -> problem.at().line())
                .thenComparingInt(problem -> problem.at().column()))
        .toList();
  }

  /** How many problems there are beside the collected ones. */
  int more() {
    return more;
  }
}
