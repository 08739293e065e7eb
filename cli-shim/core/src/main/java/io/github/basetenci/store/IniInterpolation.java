package io.github.basetenci.store;

import java.util.Map;

/** Python's {@code BasicInterpolation}, which resolves {@code %%} and {@code %(name)s}. */
final class IniInterpolation {
  private static final int MAX_DEPTH = 10;

  /**
   * The greatest length of a value. Without this limit, ten levels of ten references each could
   * produce ten thousand million characters.
   */
  private static final int MAX_LENGTH = 1 << 20;

  private final Map<String, String> raw;
  private final int line;
  private final StringBuilder out = new StringBuilder();

  private IniInterpolation(Map<String, String> raw, int line) {
    this.raw = raw;
    this.line = line;
  }

  /** The text that a program reads as {@code plain}. */
  static String escape(String plain) {
    return plain.replace("%", "%%");
  }

  /**
   * The value with every reference resolved.
   *
   * @param raw the options that references can name: those of the section and of {@code [DEFAULT]}
   * @param line the line that an error names, counted from 1
   */
  static String resolve(String value, Map<String, String> raw, int line) throws IniSyntaxException {
    IniInterpolation run = new IniInterpolation(raw, line);
    run.append(value, 1);
    return run.out.toString();
  }

  private void append(String text, int depth) throws IniSyntaxException {
    if (depth > MAX_DEPTH || out.length() > MAX_LENGTH) {
      throw new IniSyntaxException(IniProblem.INTERPOLATION_DEPTH, line);
    }
    int from = 0;
    for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', from)) {
      out.append(text, from, percent);
      if (text.startsWith("%%", percent)) {
        out.append('%');
        from = percent + 2;
        continue;
      }
      int close = text.indexOf(')', percent);
      if (!text.startsWith("%(", percent)
          || close < percent + 3
          || !text.startsWith("s", close + 1)) {
        throw new IniSyntaxException(IniProblem.INTERPOLATION_SYNTAX, line);
      }
      String value = raw.get(PythonText.lower(text.substring(percent + 2, close)));
      if (value == null) {
        throw new IniSyntaxException(IniProblem.INTERPOLATION_MISSING_OPTION, line);
      }
      if (value.indexOf('%') < 0) {
        out.append(value);
      } else {
        append(value, depth + 1);
      }
      from = close + 2;
    }
    out.append(text, from, text.length());
  }
}
