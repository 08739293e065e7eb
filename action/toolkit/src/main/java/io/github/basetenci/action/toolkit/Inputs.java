package io.github.basetenci.action.toolkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The inputs of the action, which the runner passes as environment variables. */
final class Inputs {
  private static final List<String> TRUE = List.of("true", "True", "TRUE");
  private static final List<String> FALSE = List.of("false", "False", "FALSE");

  private final Map<String, String> environment;

  Inputs(Map<String, String> environment) {
    this.environment = environment;
  }

  String get(String name, InputOptions options) {
    String variable = "INPUT_" + name.replace(' ', '_').toUpperCase(Locale.ROOT);
    String value = environment.getOrDefault(variable, "");
    if (options.required() && value.isEmpty()) {
      throw new ToolkitException("Input required and not supplied: " + name);
    }
    return options.trimWhitespace() ? JsText.trim(value) : value;
  }

  List<String> getMultiline(String name, InputOptions options) {
    return Stream.of(get(name, options).split("\n", -1))
        .filter(line -> !line.isEmpty())
        .map(line -> options.trimWhitespace() ? JsText.trim(line) : line)
        .toList();
  }

  boolean getBoolean(String name, InputOptions options) {
    String value = get(name, options);
    if (TRUE.contains(value)) {
      return true;
    }
    if (FALSE.contains(value)) {
      return false;
    }
    throw new ToolkitException(
        "Input does not meet YAML 1.2 \"Core Schema\" specification: "
            + name
            + "\nSupport boolean input list: `true | True | TRUE | false | False | FALSE`");
  }
}
