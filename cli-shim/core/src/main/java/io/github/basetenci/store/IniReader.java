package io.github.basetenci.store;

import io.github.basetenci.store.IniSection.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code ConfigParser._read} with all defaults. Each line is read as the first of these
 * that it can be: a comment, a blank line, a continuation of the open option, a header, an option.
 */
final class IniReader {
  static final String DEFAULT = "DEFAULT";

  private final List<IniSection> sections = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Set<String>> keys = new HashMap<>();
  private @Nullable IniSection section;
  private @Nullable Option option;
  private int indentLevel;
  private int firstFault;

  private IniReader() {}

  /** The sections in file order. {@code [DEFAULT]} may occur several times. */
  static List<IniSection> read(List<IniLine> lines) throws IniSyntaxException {
    IniReader reader = new IniReader();
    for (int i = 0; i < lines.size(); i++) {
      reader.line(i, lines.get(i).text());
    }
    // Python continues after a line that it cannot parse, so a later, more serious error is
    // reported instead.
    if (reader.firstFault > 0) {
      throw new IniSyntaxException(IniProblem.PARSING, reader.firstFault);
    }
    return reader.sections;
  }

  private void line(int index, String text) throws IniSyntaxException {
    String value = PythonText.strip(text);
    if (value.startsWith("#") || value.startsWith(";")) {
      return;
    }
    if (value.isEmpty()) {
      if (option != null) {
        option.addBlank(index);
      }
      return;
    }
    int indent = PythonText.indent(text);
    if (option != null && indent > indentLevel) {
      option.addContinuation(index, value);
      return;
    }
    indentLevel = indent;
    // Python's pattern is \[(.+)\] anchored at the start: up to the last bracket, not an empty
    // name.
    int close = value.lastIndexOf(']');
    if (value.startsWith("[") && close > 1) {
      header(index, value.substring(1, close));
    } else if (section == null) {
      throw new IniSyntaxException(IniProblem.MISSING_SECTION_HEADER, index + 1);
    } else {
      option(section, index, value);
    }
  }

  private void header(int index, String name) throws IniSyntaxException {
    if (!names.add(name) && !name.equals(DEFAULT)) {
      throw new IniSyntaxException(IniProblem.DUPLICATE_SECTION, index + 1);
    }
    section = new IniSection(name, index);
    sections.add(section);
    option = null;
  }

  private void option(IniSection owner, int index, String value) throws IniSyntaxException {
    int delimiter = delimiter(value);
    if (delimiter < 0) {
      fault(index);
      return;
    }
    String key = PythonText.lower(PythonText.stripEnd(value.substring(0, delimiter)));
    if (key.isEmpty()) {
      fault(index);
    }
    if (!keys.computeIfAbsent(owner.name, name -> new HashSet<>()).add(key)) {
      throw new IniSyntaxException(IniProblem.DUPLICATE_OPTION, index + 1);
    }
    Option read = new Option(key, index, PythonText.strip(value.substring(delimiter + 1)));
    owner.options.add(read);
    option = key.isEmpty() ? null : read;
  }

  /**
   * The index at which the key ends: that of the first {@code =} or {@code :}, or -1 if there is
   * none.
   */
  static int delimiter(String text) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    return equals < 0 || (colon >= 0 && colon < equals) ? colon : equals;
  }

  private void fault(int index) {
    if (firstFault == 0) {
      firstFault = index + 1;
    }
  }
}
