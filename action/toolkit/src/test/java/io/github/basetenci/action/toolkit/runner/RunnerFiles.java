package io.github.basetenci.action.toolkit.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a file command as the runner does on Linux: {@code EnvFileKeyValuePairs} of {@code
 * FileCommandManager}.
 */
public final class RunnerFiles {
  private final String text;
  private int index;
  private boolean lineEnded;

  private RunnerFiles(String text) {
    this.text = text;
  }

  /**
   * The entries of GITHUB_ENV, GITHUB_OUTPUT or GITHUB_STATE, in order.
   *
   * @throws IllegalStateException where the runner fails the step
   */
  public static List<Map.Entry<String, String>> pairs(String file) {
    return new RunnerFiles(withoutMark(file)).pairs();
  }

  /** The entries of GITHUB_PATH: {@code File.ReadAllLines} without the empty ones. */
  public static List<String> paths(String file) {
    return withoutMark(file).lines().filter(line -> !line.isEmpty()).toList();
  }

  private List<Map.Entry<String, String>> pairs() {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    for (String line = readLine(); line != null; line = readLine()) {
      if (line.isEmpty()) {
        continue;
      }
      int equals = line.indexOf('=');
      int heredoc = line.indexOf("<<");
      if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
        pairs.add(Map.entry(line.substring(0, equals), line.substring(equals + 1)));
      } else if (heredoc > 0 && heredoc + 2 < line.length()) {
        pairs.add(Map.entry(line.substring(0, heredoc), value(line.substring(heredoc + 2))));
      } else {
        throw new IllegalStateException("Invalid format '" + line + "'");
      }
    }
    return pairs;
  }

  private String value(String delimiter) {
    int start = index;
    int end = index;
    String line = readLine();
    while (!delimiter.equals(line)) {
      if (line == null) {
        throw new IllegalStateException("Matching delimiter not found '" + delimiter + "'");
      }
      if (!lineEnded) {
        throw new IllegalStateException("EOF marker missing new line.");
      }
      end = index - 1;
      line = readLine();
    }
    return end > start ? text.substring(start, end) : "";
  }

  private String readLine() {
    if (index >= text.length()) {
      lineEnded = false;
      return null;
    }
    int start = index;
    int end = text.indexOf('\n', index);
    lineEnded = end >= 0;
    index = lineEnded ? end + 1 : text.length();
    return text.substring(start, lineEnded ? end : text.length());
  }

  private static String withoutMark(String file) {
    return file.startsWith("\uFEFF") ? file.substring(1) : file;
  }
}
