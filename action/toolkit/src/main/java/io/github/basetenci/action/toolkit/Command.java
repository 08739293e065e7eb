package io.github.basetenci.action.toolkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workflow command: the line {@code ::name key=value,key2=value2::data}, which the runner reads
 * on stdout and stderr.
 *
 * @param name written without escaping; an empty name becomes {@code missing.command}
 * @param properties in the order in which they are written; a property whose value is null, empty,
 *     zero or false is left out
 * @param data null is written as nothing, text without change, everything else as JSON
 */
public record Command(
    String name, Map<String, ? extends @Nullable Object> properties, @Nullable Object data) {
  public Command {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  public static Command of(String name, @Nullable Object data) {
    return new Command(name, Map.of(), data);
  }

  /**
   * The line without its line end. A blank follows the name, also if every property is left out.
   */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder("::");
    line.append(name.isEmpty() ? "missing.command" : name);
    if (!properties.isEmpty()) {
      line.append(' ');
      String separator = "";
      for (Map.Entry<String, ?> property : properties.entrySet()) {
        if (!CommandValue.isFalsy(property.getValue())) {
          line.append(separator).append(property.getKey()).append('=');
          line.append(escapeProperty(CommandValue.of(property.getValue())));
          separator = ",";
        }
      }
    }
    return line.append("::").append(escapeData(CommandValue.of(data))).toString();
  }

  private static String escapeData(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String escapeProperty(String text) {
    return escapeData(text).replace(":", "%3A").replace(",", "%2C");
  }
}
