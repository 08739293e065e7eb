package io.github.basetenci.cli.secrets;

import io.github.basetenci.secrets.Place;
import java.util.Arrays;

/**
 * Turns positions of the YAML parser, in code points, into lines and columns. The parser's own
 * lines end at characters, such as U+2028, at which no editor and no diff ends one.
 */
final class YamlPlaces {
  private final String file;

  /** Where each line begins. */
  private final int[] starts;

  private final int end;

  YamlPlaces(String file, String text) {
    this.file = file;
    int[] points = text.codePoints().toArray();
    int[] found = new int[points.length + 1];
    int lines = 1;
    for (int i = 0; i < points.length; i++) {
      boolean pair = points[i] == '\r' && i + 1 < points.length && points[i + 1] == '\n';
      if (points[i] == '\n' || (points[i] == '\r' && !pair)) {
        found[lines++] = i + 1;
      }
    }
    this.starts = Arrays.copyOf(found, lines);
    this.end = points.length;
  }

  Place at(int position) {
    int within = Math.min(position, end);
    int found = Arrays.binarySearch(starts, within);
    int line = found >= 0 ? found : -found - 2;
    return new Place(file, line + 1, within - starts[line] + 1);
  }
}
