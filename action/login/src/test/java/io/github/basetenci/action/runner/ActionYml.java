package io.github.basetenci.action.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The action as it is published. */
public final class ActionYml {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([a-z._-]+) *}}");

  private final Map<String, Object> yaml;

  private ActionYml(Map<String, Object> yaml) {
    this.yaml = yaml;
  }

  public static Path path() {
    return Path.of("..", "action.yml");
  }

  public static ActionYml read() {
    return read(path());
  }

  /** Another action. */
  @SuppressWarnings("unchecked")
  public static ActionYml read(Path file) {
    try {
      return new ActionYml(
          (Map<String, Object>)
              new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Set<String> inputs() {
    return map(yaml, "inputs").keySet();
  }

  /** How an input is declared. */
  public Map<String, Object> input(String name) {
    return map(map(yaml, "inputs"), name);
  }

  public Set<String> outputs() {
    return map(yaml, "outputs").keySet();
  }

  public Map<String, Object> runs() {
    return map(yaml, "runs");
  }

  /** The variables that the inputs become: given ones, else the defaults. */
  Map<String, String> variables(Map<String, String> given, Map<String, String> contexts) {
    Map<String, String> variables = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>(contexts);
    for (String name : inputs()) {
      String preset = String.valueOf(map(map(yaml, "inputs"), name).getOrDefault("default", ""));
      String value = given.getOrDefault(name, evaluate(preset, contexts));
      values.put("inputs." + name, value);
      variables.put("INPUT_" + name.replace(' ', '_').toUpperCase(java.util.Locale.ROOT), value);
    }
    map(runs(), "env")
        .forEach((name, text) -> variables.put(name, evaluate(String.valueOf(text), values)));
    return variables;
  }

  private static String evaluate(String text, Map<String, String> values) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(
            found -> {
              String value = values.get(found.group(1));
              if (value == null) {
                throw new IllegalStateException("no value for " + found.group());
              }
              return java.util.regex.Matcher.quoteReplacement(value);
            });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> in, String name) {
    return (Map<String, Object>) in.get(name);
  }
}
