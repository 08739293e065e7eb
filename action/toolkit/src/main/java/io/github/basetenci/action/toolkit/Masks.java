package io.github.basetenci.action.toolkit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which masks a secret gets: the runner hides the whole value and, trimmed, each of its lines. */
final class Masks {
  /** A shorter text is a part of so many words that hiding it ruins the log. */
  static final int SHORTEST = 6;

  private Masks() {}

  /**
   * The value; or those of its lines that are long enough, when one is not. Nothing when none is.
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
