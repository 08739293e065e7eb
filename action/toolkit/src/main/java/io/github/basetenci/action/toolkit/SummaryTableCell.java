package io.github.basetenci.action.toolkit;

import org.jspecify.annotations.Nullable;

/**
 * A cell of a table in the {@link Summary}.
 *
 * @param data HTML
 * @param header whether it is a heading
 * @param colspan over how many columns it extends; null is one
 * @param rowspan over how many rows it extends; null is one
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
