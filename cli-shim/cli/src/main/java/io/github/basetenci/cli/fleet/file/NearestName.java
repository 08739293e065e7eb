package io.github.basetenci.cli.fleet.file;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds what somebody meant who misspelt a name. */
final class NearestName {
  private static final int MOST_EDITS = 3;

  /** A name that is short and simple enough to be no secret. */
  private static final Pattern SHOWN = Pattern.compile("[A-Za-z][A-Za-z_-]{0,29}");

  private NearestName() {}

  /** What is wrong with a member of a name that is not known. */
  static String unknown(String name, Collection<String> known) {
    String hint = hint(name, known);
    return (SHOWN.matcher(name).matches() ? "has no member " + name : "has no member of this name")
        + (hint.isEmpty() ? "; its members are " + String.join(", ", known) : hint);
  }

  /** The end of a sentence that names the nearest known name; empty if none is near. */
  static String hint(String name, Collection<String> known) {
    String nearest = "";
    int least = MOST_EDITS + 1;
    String wanted = simple(name);
    for (String each : known) {
      int edits = edits(wanted, simple(each));
      if (edits < least && edits < each.length() / 2 + 1) {
        least = edits;
        nearest = each;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
  }

  private static String simple(String name) {
    String cut = name.length() > 40 ? name.substring(0, 40) : name;
    return cut.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** The number of characters to insert, delete or replace (Levenshtein). */
  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[to.length()];
  }
}
