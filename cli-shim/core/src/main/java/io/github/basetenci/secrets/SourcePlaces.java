package io.github.basetenci.secrets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Turns positions in a file into lines and columns. A line ends at a line feed, a carriage return,
 * or both together, as editors and GitHub count.
 */
final class SourcePlaces {
  private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r]");

  private final SourceFile file;
  private final List<Integer> starts = new ArrayList<>();

  SourcePlaces(SourceFile file) {
    this.file = file;
    starts.add(0);
    String text = file.text();
    for (int i = 0; i < text.length(); i++) {
      boolean pair = text.charAt(i) == '\r' && text.startsWith("\n", i + 1);
      if (text.charAt(i) == '\n' || (text.charAt(i) == '\r' && !pair)) {
        starts.add(i + 1);
      }
    }
  }

  /** The lines of a text, without their ends. */
  static String[] lines(String text) {
    return LINE_END.split(text, -1);
  }

  Place at(int position) {
    int found = Collections.binarySearch(starts, position);
    int line = found >= 0 ? found : -found - 2;
    return new Place(file.name(), line + 1, position - starts.get(line) + 1);
  }
}
