package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.auth.StoreKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Finds the two tools on PATH and asks for their versions. */
final class ToolInspector {
  /** When truss starts for the first time, it compiles itself for several seconds. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Programs programs;

  ToolInspector(Programs programs) {
    this.programs = programs;
  }

  Tool inspect(StoreKind kind) {
    Optional<Path> path = programs.find(kind.tool());
    if (path.isEmpty()) {
      return new Tool(kind, null, null, null);
    }
    try {
      Programs.Answer answer = programs.run(LIMIT, "", path.get(), "--version");
      return answer.code() == 0
          ? new Tool(kind, path.get(), ToolVersion.in(answer.text()).orElse(null), null)
          : new Tool(kind, path.get(), null, "failed with exit code " + answer.code());
    } catch (Programs.NoAnswerException e) {
      return new Tool(kind, path.get(), null, e.getMessage());
    }
  }
}
