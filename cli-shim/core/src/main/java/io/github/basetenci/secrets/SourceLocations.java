package io.github.basetenci.secrets;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Turns positions in a file into lines and columns. A line ends at a line feed, at a carriage
 * return, or at a carriage return with a line feed. Editors and GitHub count lines in this way.
 */
public final class SourceLocations {
  private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\n\\r]");

  private final String file;

  /** The position at which each line begins. */
  private final int[] starts;

  private final int end;

  private SourceLocations(String file, int[] characters) {
    this.file = file;
    int[] found = new int[characters.length + 1];
    int lines = 1;
    for (int i = 0; i < characters.length; i++) {
      boolean pair =
          characters[i] == '\r' && i + 1 < characters.length && characters[i + 1] == '\n';
      if (characters[i] == '\n' || (characters[i] == '\r' && !pair)) {
        found[lines++] = i + 1;
      }
    }
    this.starts = Arrays.copyOf(found, lines);
    this.end = characters.length;
  }

  /** For positions that count UTF-16 code units, as Java does. */
  static SourceLocations of(SourceFile file) {
    return new SourceLocations(file.name(), file.text().chars().toArray());
  }

  /** For positions that count code points, as the YAML parser does. */
  public static SourceLocations ofCodePoints(String file, String text) {
    return new SourceLocations(file, text.codePoints().toArray());
  }

  /** The lines of a text, without their ends. */
  static String[] lines(String text) {
    return LINE_END.split(text, -1);
  }

  /** The location of a position. A position after the end gives the location of the end. */
  public SourceLocation at(int position) {
    int within = Math.min(position, end);
    int found = Arrays.binarySearch(starts, within);
    int line = found >= 0 ? found : -found - 2;
    return new SourceLocation(file, line + 1, within - starts[line] + 1);
  }
}
