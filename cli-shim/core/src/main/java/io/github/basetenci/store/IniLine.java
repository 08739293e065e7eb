package io.github.basetenci.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a file.
 *
 * @param text the line without its end
 * @param end {@code \n}, {@code \r\n} or {@code \r}; empty for a last line without a line end
 */
record IniLine(String text, String end) {

  IniLine withText(String other) {
    return new IniLine(other, end);
  }

  IniLine withEnd(String other) {
    return new IniLine(text, other);
  }

  /** Reads strict UTF-8 and divides it into lines as Python's universal newlines do. */
  static List<IniLine> split(byte[] bytes) throws IniSyntaxException {
    String text;
    try {
      text = Utf8.decode(bytes);
    } catch (Utf8.MalformedException e) {
      throw new IniSyntaxException(IniProblem.NOT_UTF8, e.line);
    }
    List<IniLine> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && c != '\r') {
        continue;
      }
      boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      String end = pair ? "\r\n" : String.valueOf(c);
      lines.add(new IniLine(text.substring(start, i), end));
      i += end.length() - 1;
      start = i + 1;
    }
    if (start < text.length()) {
      lines.add(new IniLine(text.substring(start), ""));
    }
    return lines;
  }

  static byte[] join(List<IniLine> lines) {
    StringBuilder text = new StringBuilder();
    for (IniLine line : lines) {
      text.append(line.text()).append(line.end());
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "IniLine of " + text.length() + " characters";
  }
}
