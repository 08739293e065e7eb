package io.github.basetenci.action;

import io.github.basetenci.action.runner.Processes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The tests build and run the image; where that cannot be done they are skipped and say why. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(NeedsContainers.Condition.class)
@interface NeedsContainers {
  /** Skips method by method: for a whole class the report would hold no reason. */
  final class Condition implements ExecutionCondition {
    private static String missing;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (context.getTestMethod().isEmpty()) {
        return ConditionEvaluationResult.enabled("decided for each method");
      }
      return missing().isEmpty()
          ? ConditionEvaluationResult.enabled("podman and buildah are there")
          : ConditionEvaluationResult.disabled(missing());
    }

    private static synchronized String missing() {
      if (missing == null) {
        missing =
            new String(
                    Processes.run(
                            PodmanEngine.ROOT,
                            System.getenv(),
                            List.of(
                                "bash",
                                "-c",
                                "root=$PWD; . bin/lib/containers.sh; containers_missing"))
                        .output(),
                    StandardCharsets.UTF_8)
                .strip();
      }
      return missing;
    }
  }
}
