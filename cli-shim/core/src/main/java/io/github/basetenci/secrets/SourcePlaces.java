package io.github.basetenci.secrets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Turns positions in a file into lines and columns. */
final class SourcePlaces {
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

  Place at(int position) {
    int found = Collections.binarySearch(starts, position);
    int line = found >= 0 ? found : -found - 2;
    return new Place(file.name(), line + 1, position - starts.get(line) + 1);
  }
}
