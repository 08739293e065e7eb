package io.github.basetenci.shim.output;

import java.util.ArrayList;
import java.util.List;

/** A table of text with aligned columns. */
public final class Table {
  private final List<List<String>> lines = new ArrayList<>();

  /**
   * @param headers one for each column
   */
  public Table(String... headers) {
    lines.add(List.of(headers));
  }

  /** Adds a line with a cell for each column. The cells must be safe to print. */
  public void add(List<String> cells) {
    lines.add(List.copyOf(cells));
  }

  /** The headers and all lines. Each line ends with a line break and without blanks before it. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder out = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        int width = width(column);
        String cell = line.get(column);
        out.append(cell).append(" ".repeat(width - cell.length() + 2));
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }
}
