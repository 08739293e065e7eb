package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The toolkit for one stage, with the runner's files where this process finds them. */
final class Toolkit {
  private static final List<String> FILES = List.of("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STATE");

  private Toolkit() {}

  static ActionsCore of(Job job) {
    Map<String, String> environment = new HashMap<>(job.environment());
    for (String name : FILES) {
      environment.computeIfPresent(
          name, (variable, path) -> path.isEmpty() ? path : job.path(path).toString());
    }
    return ActionsCore.builder(environment, job.stdout()).build();
  }
}
