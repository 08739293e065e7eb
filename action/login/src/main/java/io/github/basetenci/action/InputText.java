package io.github.basetenci.action;

import java.util.Locale;

/**
 * The text of an input. The runner hands it over as {@code INPUT_API-KEY}; a shell between runner
 * and action drops such a name, so {@code action.yml} gives it a second time, as {@code
 * BASETEN_INPUT_API_KEY}.
 */
final class InputText {
  private InputText() {}

  /** The input without blanks and line breaks around it; empty when it is not there. */
  static String of(Job job, String name) {
    String dashed = job.environment().get(dashed(name));
    return (dashed != null ? dashed : job.variable(plain(name))).strip();
  }

  /** Whether the runner gave the input at all, empty or not. */
  static boolean isThere(Job job, String name) {
    return job.environment().containsKey(dashed(name))
        || job.environment().containsKey(plain(name));
  }

  private static String dashed(String name) {
    return "INPUT_" + name.toUpperCase(Locale.ROOT);
  }

  private static String plain(String name) {
    return "BASETEN_INPUT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
