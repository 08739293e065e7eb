package io.github.basetenci.action.toolkit;

import org.jspecify.annotations.Nullable;

/**
 * A cell of a table in the {@link Summary}.
 *
 * @param data the content, as HTML
 * @param header whether the cell is a heading
 * @param colspan the number of columns that the cell spans; null means one
 * @param rowspan the number of rows that the cell spans; null means one
 */
public record SummaryTableCell(
    String data, boolean header, @Nullable String colspan, @Nullable String rowspan) {
  public static SummaryTableCell of(String data) {
    return new SummaryTableCell(data, false, null, null);
  }

  public static SummaryTableCell header(String data) {
    return new SummaryTableCell(data, true, null, null);
  }
}
