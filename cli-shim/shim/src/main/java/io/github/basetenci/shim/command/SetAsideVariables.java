package io.github.basetenci.shim.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Variables that the launcher script keeps away from this JVM, such as {@code JAVA_TOOL_OPTIONS}.
 * These variables are meant for the job's own programs, so a command that {@code exec} runs gets
 * them back.
 */
final class SetAsideVariables {
  /** The prefix that {@code launch.sh} adds to the name of such a variable. */
  private static final String PREFIX = "BASETEN_CI_SET_ASIDE_";

  private SetAsideVariables() {}

  /**
   * The environment as it was before the launcher, without the launcher's variables.
   *
   * @param environment the environment of this process
   * @param added the variables that the launcher added
   */
  static Map<String, String> restore(Map<String, String> environment, List<String> added) {
    Map<String, String> restored = new HashMap<>(environment);
    restored.remove(LaunchWords.VARIABLE);
    restored.keySet().removeAll(added);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            restored.remove(name);
            restored.put(name.substring(PREFIX.length()), value);
          }
        });
    return Map.copyOf(restored);
  }
}
