package io.github.basetenci.cli.keyring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The tests run a real keyring. Where it is not installed they are skipped, and say so. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(NeedsKeyring.Condition.class)
@interface NeedsKeyring {
  /** Skips single methods, because the report would contain no reason for a skipped class. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (context.getTestMethod().isEmpty()) {
        return ConditionEvaluationResult.enabled("decided for each method");
      }
      return PrivateBus.isInstalled()
          ? ConditionEvaluationResult.enabled("the keyring is there")
          : ConditionEvaluationResult.disabled(
              "not installed: dbus-daemon and gnome-keyring-daemon (packages dbus and"
                  + " gnome-keyring)");
    }
  }
}
