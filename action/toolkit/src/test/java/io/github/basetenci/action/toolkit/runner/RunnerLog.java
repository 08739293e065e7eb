package io.github.basetenci.action.toolkit.runner;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Reads a step's output as the runner does: {@code ProcessInvoker} cuts it into lines with a {@code
 * StreamReader}, {@code ActionCommand} looks for a command in each.
 */
public final class RunnerLog {
  private static final Set<String> REGISTERED = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    REGISTERED.addAll(
        List.of(
            "add-mask",
            "add-matcher",
            "remove-matcher",
            "add-path",
            "set-env",
            "set-output",
            "save-state",
            "debug",
            "notice",
            "warning",
            "error",
            "group",
            "endgroup",
            "echo",
            "stop-commands"));
  }

  private RunnerLog() {}

  /** All commands of an output, in order. */
  public static List<ReadCommand> commands(byte[] output) {
    return lines(output).stream().flatMap(line -> parse(line).stream()).toList();
  }

  /** {@code StreamReader.ReadLine}, which looks at a byte order mark before it decodes. */
  public static List<String> lines(byte[] output) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    String text = decode(output);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\r' && c != '\n') {
        line.append(c);
        continue;
      }
      lines.add(line.toString());
      line.setLength(0);
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        i++;
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /** The command in a line: {@code ::name::} at its start, else {@code ##[name]} anywhere. */
  public static Optional<ReadCommand> parse(String line) {
    return parseV2(line).or(() -> parseV1(line));
  }

  private static Optional<ReadCommand> parseV2(String line) {
    String message = DotNet.trimStart(line);
    int end = message.startsWith("::") ? message.indexOf("::", 2) : -1;
    if (end < 0) {
      return Optional.empty();
    }
    String info = message.substring(2, end);
    int space = info.indexOf(' ');
    String properties = space > 0 ? DotNet.trim(info.substring(space + 1)) : "";
    return command(info, properties, ",", RunnerLog::unescapeProperty)
        .map(read -> with(read, unescapeData(message.substring(end + 2))));
  }

  private static Optional<ReadCommand> parseV1(String line) {
    int prefix = line.indexOf("##[");
    int end = prefix < 0 ? -1 : line.indexOf(']', prefix);
    if (end < 0) {
      return Optional.empty();
    }
    String info = line.substring(prefix + 3, end);
    int space = info.indexOf(' ');
    String properties = space > 0 ? info.substring(space + 1) : "";
    return command(info, properties, ";", RunnerLog::unescapeV1)
        .map(read -> with(read, unescapeV1(line.substring(end + 1))));
  }

  private static Optional<ReadCommand> command(
      String info, String properties, String separator, UnaryOperator<String> unescape) {
    int space = info.indexOf(' ');
    String name = space < 0 ? info : info.substring(0, space);
    if (!REGISTERED.contains(name)) {
      return Optional.empty();
    }
    Map<String, String> read = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String property : properties.split(separator, -1)) {
      // Split(count: 2, RemoveEmptyEntries) drops leading separators of the pair as well.
      String pair = property.replaceFirst("^=+", "");
      int equals = pair.indexOf('=');
      if (equals > 0 && equals + 1 < pair.length()) {
        read.put(pair.substring(0, equals), unescape.apply(pair.substring(equals + 1)));
      }
    }
    return Optional.of(new ReadCommand(name, read, ""));
  }

  private static ReadCommand with(ReadCommand read, String data) {
    return new ReadCommand(read.name(), read.properties(), data);
  }

  private static String unescapeData(String text) {
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
  }

  private static String unescapeProperty(String text) {
    return text.replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%3A", ":")
        .replace("%2C", ",")
        .replace("%25", "%");
  }

  private static String unescapeV1(String text) {
    return text.replace("%3B", ";")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%5D", "]")
        .replace("%25", "%");
  }

  private static String decode(byte[] output) {
    if (startsWith(output, 0xEF, 0xBB, 0xBF)) {
      return decode(output, 3, StandardCharsets.UTF_8);
    }
    if (startsWith(output, 0xFF, 0xFE, 0, 0)) {
      return decode(output, 4, Charset.forName("UTF-32LE"));
    }
    if (startsWith(output, 0, 0, 0xFE, 0xFF)) {
      return decode(output, 4, Charset.forName("UTF-32BE"));
    }
    if (startsWith(output, 0xFF, 0xFE)) {
      return decode(output, 2, StandardCharsets.UTF_16LE);
    }
    if (startsWith(output, 0xFE, 0xFF)) {
      return decode(output, 2, StandardCharsets.UTF_16BE);
    }
    return decode(output, 0, StandardCharsets.UTF_8);
  }

  private static String decode(byte[] output, int from, Charset charset) {
    return new String(output, from, output.length - from, charset);
  }

  private static boolean startsWith(byte[] output, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (output.length <= i || (output[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
