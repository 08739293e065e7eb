package io.github.basetenci.shim.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Variables that the launcher script keeps from this JVM, such as {@code JAVA_TOOL_OPTIONS}: they
 * are meant for the job's own programs, so a command that {@code exec} runs gets them back.
 */
final class SetAsideVariables {
  /** What {@code launch.sh} puts before the name. */
  private static final String PREFIX = "BASETEN_CI_SET_ASIDE_";

  private SetAsideVariables() {}

  /**
   * The environment as it was before the launcher, without a trace of it.
   *
   * @param environment the process's own
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
