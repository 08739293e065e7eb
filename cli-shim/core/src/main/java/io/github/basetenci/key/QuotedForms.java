package io.github.basetenci.key;

import java.util.Set;

/** How shells, configuration files and JSON write a text that holds characters special to them. */
final class QuotedForms {
  /** What bash's {@code printf %q} puts a backslash before, wherever it stands. */
  private static final String BASH_Q = "!\"$&'()*,;<>?[\\]^`{|}";

  /** What bash's {@code declare -p} and {@code export -p} put a backslash before. */
  private static final String DOUBLE_QUOTED = "\"$\\`";

  private static final String JSON_ALWAYS = "\\\"";

  /** Characters that Go's encoder writes as a Unicode escape unless told otherwise. */
  private static final String JSON_HTML_SAFE = "<>&";

  /** Gson writes these so as well. */
  private static final String JSON_HTML_SAFE_GSON = "<>&='";

  private QuotedForms() {}

  static void addTo(Set<String> forms, String text) {
    addShell(forms, text);
    // A configuration file read with interpolation, such as the trussrc, doubles the percent sign;
    // a makefile and a compose file double the dollar sign.
    forms.add(text.replace("%", "%%"));
    forms.add(text.replace("$", "$$"));
    // Text for a GitHub log, in which "##[" begins an instruction.
    forms.add(text.replace("##[", "##\\["));
    String json = json(text, "");
    forms.add(json);
    forms.add(json.replace("/", "\\/"));
    forms.add(json(text, JSON_HTML_SAFE));
    forms.add(json(text, JSON_HTML_SAFE_GSON));
    addLiterals(forms, text, json);
  }

  /** String literals of programming languages that differ from JSON. */
  private static void addLiterals(Set<String> forms, String text, String json) {
    // Python's repr and JavaScript's inspect choose the quotation marks by the text: the first is
    // what they write between marks that the text does not hold, the second where it holds both
    // kinds. PHP's var_export and Groovy's inspect always write the second.
    String backslashes = text.replace("\\", "\\\\");
    forms.add(backslashes);
    forms.add(backslashes.replace("'", "\\'"));
    // Ruby's inspect.
    forms.add(json.replaceAll("#(?=[{$@])", "\\\\#"));
  }

  private static void addShell(Set<String> forms, String text) {
    // bash -x: a quote closes the string, stands escaped, and opens it again. The outer quotes
    // belong to the form, so that the log does not tell whether the shell needed them.
    String bash = text.replace("'", "'\\''");
    forms.add(bash);
    forms.add("'" + bash + "'");
    forms.add(ash(text));
    // Python's shlex.quote.
    forms.add(text.replace("'", "'\"'\"'"));
    forms.add(backslashed(text, DOUBLE_QUOTED));
    // A number sign or a tilde at the beginning gets a backslash too, which then stays.
    String word = backslashed(text, BASH_Q);
    forms.add(word);
    forms.add(word.replaceAll("(?<=[:=])~", "\\\\~"));
    // What is left when a shell reads the text unquoted.
    forms.add(withoutEscape(text, '\\'));
    forms.add(withoutEscape(text, '^'));
  }

  /** Busybox and dash put a run of single quotes into double quotes. */
  private static String ash(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int end = i;
      while (end < text.length() && text.charAt(end) == '\'') {
        end++;
      }
      if (end > i) {
        out.append("'\"").append(text, i, end).append("\"'");
        i = end;
      } else {
        out.append(text.charAt(i++));
      }
    }
    return out.toString();
  }

  private static String backslashed(String text, String special) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (special.indexOf(text.charAt(i)) >= 0) {
        out.append('\\');
      }
      out.append(text.charAt(i));
    }
    return out.toString();
  }

  /** Each escape character goes, and what follows it stays, be it another one. */
  private static String withoutEscape(String text, char escape) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == escape) {
        i++;
      }
      if (i < text.length()) {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  /** The inside of a JSON string, with the characters of {@code unicode} as four hex digits. */
  private static String json(String text, String unicode) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (unicode.indexOf(c) >= 0) {
        out.append("\\u00").append(Integer.toHexString(c));
      } else if (JSON_ALWAYS.indexOf(c) >= 0) {
        out.append('\\').append(c);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
