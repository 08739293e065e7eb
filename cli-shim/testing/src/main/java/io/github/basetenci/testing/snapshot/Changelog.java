package io.github.basetenci.testing.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the changelog says of the next release.
 *
 * @param release the last release that it has, or {@link #NONE}
 * @param lines the lines of the next release, each with its heading, such as {@code Added: ...}
 */
record Changelog(String release, List<String> lines) {
  /** The release before the first one. */
  static final String NONE = "0.0.0";

  private static final Pattern RELEASE = Pattern.compile("(?m)^## \\[(\\d+\\.\\d+\\.\\d+)\\]");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final String ADDED = "Added: ";

  static Changelog parse(String text) {
    Matcher found = RELEASE.matcher(text);
    String release = found.find() ? found.group(1) : NONE;
    int begin = text.indexOf("## [Unreleased]");
    if (begin < 0) {
      return new Changelog(release, List.of());
    }
    List<String> lines = new ArrayList<>();
    String heading = "";
    for (String line : text.substring(begin).lines().skip(1).toList()) {
      if (line.startsWith("## ") || line.startsWith("[")) {
        break;
      } else if (line.startsWith("### ")) {
        heading = line.substring("### ".length()).strip();
      } else if (line.startsWith("- ")) {
        lines.add(heading + ": " + line.substring(2).strip());
      } else if (line.startsWith("  ") && !lines.isEmpty()) {
        lines.add(lines.remove(lines.size() - 1) + " " + line.strip());
      }
    }
    return new Changelog(release, List.copyOf(lines));
  }

  /** The same without lines that were there before. */
  Changelog without(List<String> earlier) {
    return new Changelog(release, lines.stream().filter(line -> !earlier.contains(line)).toList());
  }

  /**
   * Whether one line has all these names between backticks. A line about something new says nothing
   * of what has changed or gone.
   */
  boolean tells(List<String> names, boolean isNew) {
    return lines.stream()
        .filter(line -> isNew || !line.startsWith(ADDED))
        .anyMatch(line -> names.stream().allMatch(name -> isNamed(name, line)));
  }

  private static boolean isNamed(String name, String line) {
    Pattern word = Pattern.compile("(?<![\\w.\\[\\]-])" + Pattern.quote(name) + "(?![\\w.\\[-])");
    return SPAN.matcher(line).results().anyMatch(span -> word.matcher(span.group(1)).find());
  }
}
