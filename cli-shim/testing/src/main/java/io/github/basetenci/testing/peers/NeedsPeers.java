package io.github.basetenci.testing.peers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The tests run these released tools. If a tool is missing, the tests are skipped, and the report
 * names the missing tool.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NeedsPeers.Condition.class)
public @interface NeedsPeers {
  Peer[] value();

  /** Skips single methods, because the report would contain no reason for a skipped class. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (context.getTestMethod().isEmpty()) {
        return ConditionEvaluationResult.enabled("decided for each method");
      }
      String missing =
          needed(context).stream()
              .flatMap(needs -> Arrays.stream(needs.value()))
              .filter(peer -> Peers.find(peer).isEmpty())
              .map(Peer::command)
              .distinct()
              .collect(Collectors.joining(" and "));
      return missing.isEmpty()
          ? ConditionEvaluationResult.enabled("all tools are there")
          : ConditionEvaluationResult.disabled(
              "not installed: " + missing + " (bin/peers installs it)");
    }

    private static Optional<NeedsPeers> needed(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), NeedsPeers.class)
          .or(
              () ->
                  AnnotationSupport.findAnnotation(
                      context.getRequiredTestClass(), NeedsPeers.class));
    }
  }
}
