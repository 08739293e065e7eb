package io.github.basetenci.cli.command;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the launcher script tells of the process before the JVM, in the variable {@value #VARIABLE}:
 * words of the form {@code name=value}. {@code src/main/launcher/launch.sh} says what they mean.
 */
final class LaunchWords {
  static final String VARIABLE = "BASETEN_CI_LAUNCH";

  private final Map<String, String> words = new HashMap<>();

  private LaunchWords(String text) {
    for (String word : text.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        words.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
  }

  static LaunchWords of(Map<String, String> environment) {
    return new LaunchWords(environment.getOrDefault(VARIABLE, ""));
  }

  /** Whether this standard descriptor was closed. */
  boolean closed(int descriptor) {
    return list("closed").contains(Integer.toString(descriptor));
  }

  /** The variables that the launcher added. */
  List<String> added() {
    return list("added");
  }

  /** The descriptor of the working directory, if that was removed. */
  OptionalInt workingDirectory() {
    return descriptor("cwd");
  }

  /** The descriptor with the environment as it was, if the launcher's shell dropped some of it. */
  OptionalInt environment() {
    return descriptor("env");
  }

  private List<String> list(String name) {
    return Arrays.asList(words.getOrDefault(name, "").split(",", -1));
  }

  private OptionalInt descriptor(String name) {
    String number = words.getOrDefault(name, "");
    return number.matches("[0-9]") ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
  }
}
