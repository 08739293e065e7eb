package io.jenkins.plugins.baseten.cli;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.PrintStream;
import java.util.List;

/** Writes a table of text. */
final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    /** Prints the rows; each row has as many cells as the first row. */
    static void print(@NonNull List<List<String>> rows, @NonNull PrintStream out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
