package io.jenkins.plugins.baseten.cli;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.List;

/** Writes a table of text whose columns are aligned on a terminal, whatever the script of a cell is. */
final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    /**
     * Prints the rows; each row has as many cells as the first row.
     *
     * @param charset of the terminal. A character that it does not have is written as the number of the character,
     *     because a question mark would not tell two ids apart
     */
    static void print(@NonNull List<List<String>> rows, @NonNull PrintStream out, @NonNull Charset charset) {
        List<List<String>> shown = rows.stream()
                .map(row -> row.stream().map(cell -> inCharset(cell, charset)).toList())
                .toList();
        int columns = shown.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : shown) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (List<String> row : shown) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(widths[i] - width(cell))).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static String inCharset(String cell, Charset charset) {
        if (!charset.canEncode()) {
            return cell;
        }
        CharsetEncoder encoder = charset.newEncoder();
        StringBuilder text = new StringBuilder();
        cell.codePoints().forEach(point -> {
            String character = Character.toString(point);
            text.append(encoder.canEncode(character) ? character : "\\u{%x}".formatted(point));
        });
        return text.toString();
    }

    /** The number of columns of a terminal that a text takes. */
    static int width(@NonNull String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    private static int width(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> isWide(point) ? 2 : 1;
        };
    }

    /** Whether a terminal shows the character in two columns: those of East Asian scripts, and emoji. */
    private static boolean isWide(int point) {
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> !isHalfWidth(point);
            default -> isFullWidth(point) || point >= 0x1F300 && point <= 0x1FAFF;
        };
    }

    private static boolean isHalfWidth(int point) {
        return point >= 0xFF61 && point <= 0xFFDC;
    }

    private static boolean isFullWidth(int point) {
        return point >= 0x3000 && point <= 0x303E || point >= 0xFF01 && point <= 0xFF60;
    }
}
