package io.github.basetenci.cli.fleet.init;

import io.github.basetenci.cli.fleet.file.FleetFile;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts as a person writes them in YAML: in quotation marks only where they are needed. */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@:%+=~-]*(?<!:)");

  /** Words that YAML 1.1 or 1.2 reads as something else than a text. */
  private static final Pattern NO_TEXT = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  private YamlText() {}

  /** Whether the text can be written: it is shown as it is, and looks like no key. */
  static boolean canBeWritten(String text) {
    return Neutralizer.line(text).equals(text) && !text.isEmpty() && !FleetFile.looksLikeKey(text);
  }

  /** A text that can be written, as a value. */
  static String value(String text) {
    return PLAIN.matcher(text).matches() && !NO_TEXT.matcher(text).matches()
        ? text
        : "'" + text.replace("'", "''") + "'";
  }

  /** Values in brackets. */
  static String list(List<String> texts) {
    return texts.stream().map(YamlText::value).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A comment of one line, without the number sign. */
  static String comment(String text) {
    String line = Neutralizer.line(text);
    return FleetFile.looksLikeKey(line)
        ? "(a line is left out here, because a text in it looks like a key)"
        : line;
  }
}
