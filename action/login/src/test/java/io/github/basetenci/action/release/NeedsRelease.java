package io.github.basetenci.action.release;

import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Processes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The tests make a release and install it; where that cannot be done they are skipped and say why.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(NeedsRelease.Condition.class)
public @interface NeedsRelease {
  /** Decides before the class does its work. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Engine.Ran ran =
          Processes.run(
              Path.of("../.."),
              System.getenv(),
              List.of(
                  "bash",
                  "-c",
                  "root=$PWD; . bin/lib/containers.sh; . bin/lib/jenkins.sh; containers_missing;"
                      + " jenkins_resolves || echo \"$jenkins_unreachable\"; for program in"
                      + " debootstrap dpkg-deb gpg jq unzip git; do command -v $program >/dev/null"
                      + " || echo \"there is no $program\"; done"));
      String missing = new String(ran.output(), StandardCharsets.UTF_8).strip();
      return missing.isEmpty()
          ? ConditionEvaluationResult.enabled("a release can be made")
          : ConditionEvaluationResult.disabled(missing.lines().findFirst().orElse(""));
    }
  }
}
