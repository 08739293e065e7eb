package io.github.basetenci.action.toolkit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the masks for a secret. For one mask, the runner hides the whole value and also each of
 * its lines, trimmed.
 */
final class Masks {
  /**
   * The shortest text that is masked. A shorter text is a part of so many words that hiding it
   * would make the log unreadable.
   */
  static final int SHORTEST = 6;

  private Masks() {}

  /**
   * The whole value if all of its lines are long enough; otherwise only the lines that are long
   * enough, which may be none.
   */
  static Set<String> of(String value) {
    List<String> lines =
        value.lines().map(DotNetText::trim).filter(line -> !line.isEmpty()).toList();
    if (!lines.isEmpty() && lines.stream().allMatch(line -> line.length() >= SHORTEST)) {
      return Set.of(value);
    }
    Set<String> masks = new LinkedHashSet<>();
    lines.stream().filter(line -> line.length() >= SHORTEST).forEach(masks::add);
    return masks;
  }
}
