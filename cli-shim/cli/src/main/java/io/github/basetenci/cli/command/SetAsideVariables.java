package io.github.basetenci.cli.command;

import java.util.HashMap;
import java.util.Map;

/**
 * Variables that the launcher script keeps from this JVM, such as {@code JAVA_TOOL_OPTIONS}: they
 * are meant for the job's own programs, so a command that {@code exec} runs gets them back.
 */
final class SetAsideVariables {
  /** What {@code bin/lib/java.sh} puts before the name. */
  private static final String PREFIX = "BASETEN_CI_SET_ASIDE_";

  private SetAsideVariables() {}

  /** The environment as it was before the launcher, without a trace of it. */
  static Map<String, String> restore(Map<String, String> environment) {
    Map<String, String> restored = new HashMap<>();
    environment.forEach(
        (name, value) ->
            restored.put(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name, value));
    return Map.copyOf(restored);
  }
}
