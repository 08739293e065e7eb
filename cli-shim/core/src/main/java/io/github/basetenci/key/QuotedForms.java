package io.github.basetenci.key;

import java.util.Set;

/** The forms in which shells, configuration files and JSON write a text with special characters. */
final class QuotedForms {
  /** The characters before which bash's {@code printf %q} always writes a backslash. */
  private static final String BASH_Q = "!\"$&'()*,;<>?[\\]^`{|}";

  /**
   * The characters before which bash's {@code declare -p} and {@code export -p} write a backslash.
   */
  private static final String DOUBLE_QUOTED = "\"$\\`";

  private static final String JSON_ALWAYS = "\\\"";

  /** Characters that Go's encoder writes as a Unicode escape by default. */
  private static final String JSON_HTML_SAFE = "<>&";

  /** Characters that Gson writes as a Unicode escape by default. */
  private static final String JSON_HTML_SAFE_GSON = "<>&='";

  private QuotedForms() {}

  static void addTo(Set<String> forms, String text) {
    addShell(forms, text);
    // In a configuration file that is read with interpolation, such as the trussrc, a percent sign
    // is written twice. In a makefile and in a compose file, a dollar sign is written twice.
    forms.add(text.replace("%", "%%"));
    forms.add(text.replace("$", "$$"));
    // In a GitHub log "##[" begins an instruction, so it is escaped.
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
    // Python's repr and JavaScript's inspect choose the kind of quotation marks by the text. The
    // first form is written between marks of a kind that the text does not contain. The second form
    // is written when the text contains both kinds of marks. PHP's var_export and Groovy's inspect
    // always write the second form.
    String backslashes = text.replace("\\", "\\\\");
    forms.add(backslashes);
    forms.add(backslashes.replace("'", "\\'"));
    // Ruby's inspect.
    forms.add(json.replaceAll("#(?=[{$@])", "\\\\#"));
  }

  private static void addShell(Set<String> forms, String text) {
    // "bash -x" writes a single quote of the text as a closing quote, an escaped quote and an
    // opening quote. The outer quotes belong to the form, so the log does not reveal whether the
    // shell needed them.
    String bash = text.replace("'", "'\\''");
    forms.add(bash);
    forms.add("'" + bash + "'");
    forms.add(ash(text));
    // Python's shlex.quote.
    forms.add(text.replace("'", "'\"'\"'"));
    forms.add(backslashed(text, DOUBLE_QUOTED));
    // A number sign or a tilde at the beginning also gets a backslash, and that backslash stays.
    String word = backslashed(text, BASH_Q);
    forms.add(word);
    forms.add(word.replaceAll("(?<=[:=])~", "\\\\~"));
    // The text that remains when a shell reads the key without quotes.
    forms.add(withoutEscape(text, '\\'));
    forms.add(withoutEscape(text, '^'));
  }

  /** The form of Busybox and dash, which write single quotes between double quotes. */
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

  /**
   * Removes each escape character and keeps the character after it, even if that character is
   * another escape character.
   */
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
