package io.github.basetenci.store;

import io.github.basetenci.store.IniSection.Option;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One edit of a file's lines. A file without a final newline stays without one, so when an appended
 * section is removed, no byte of it is left.
 */
final class IniEditor {
  private final List<IniLine> lines;
  private final List<IniSection> sections;
  private final Map<Integer, String> replaced = new LinkedHashMap<>();
  private final Set<Integer> removed = new HashSet<>();
  private final List<String> inserted = new ArrayList<>();
  private int insertAt;

  IniEditor(List<IniLine> lines, List<IniSection> sections) {
    this.lines = lines;
    this.sections = sections;
  }

  /** Appends a new section, in the form in which truss writes sections. */
  void append(String name, Map<String, String> raw) {
    insertAt = lines.size();
    inserted.add("[" + name + "]");
    raw.forEach((key, value) -> inserted.add(key + " = " + value));
    if (!endsOpen()) {
      inserted.add("");
    }
  }

  /** Changes values in place, removes options, and adds missing ones after the last option. */
  void change(String name, Map<String, String> raw, Set<String> remove) {
    IniSection section = find(name);
    insertAt = section.lastLine() + 1;
    for (String key : remove) {
      Option option = section.option(key);
      if (option != null) {
        removed.addAll(option.lines);
      }
    }
    String indent = indentOfNewOption(section);
    raw.forEach(
        (key, value) -> {
          Option option = section.option(key);
          if (option == null) {
            inserted.add(indent + key + " = " + value);
          } else if (!option.value().equals(value)) {
            setValue(option, value);
          }
        });
  }

  void remove(String name) {
    IniSection section = find(name);
    int end = section.lastLine() + 1;
    if (end < lines.size() && lines.get(end).text().isEmpty()) {
      end++;
    }
    for (int i = section.header; i < end; i++) {
      removed.add(i);
    }
    keepHeader(sections.indexOf(section) + 1, sections.indexOf(section) - 1);
  }

  /**
   * Removes the indentation of a header that comes directly below an option after the edit. An
   * indented header would be read as a continuation of the option's value.
   */
  private void keepHeader(int next, int previous) {
    if (next == sections.size() || previous < 0 || sections.get(previous).options.isEmpty()) {
      return;
    }
    int header = sections.get(next).header;
    String indent = indentOf(header);
    if (indent.length() > indentOf(lastOptionLine(sections.get(previous))).length()) {
      replaced.put(header, lines.get(header).text().substring(indent.length()));
    }
  }

  List<IniLine> result() {
    String newline = newline();
    List<IniLine> out = new ArrayList<>();
    for (int i = 0; i <= lines.size(); i++) {
      if (i == insertAt) {
        inserted.forEach(text -> out.add(new IniLine(text, newline)));
      }
      if (i < lines.size() && !removed.contains(i)) {
        IniLine line = lines.get(i);
        String text = replaced.getOrDefault(i, line.text());
        out.add(new IniLine(text, line.end().isEmpty() ? newline : line.end()));
      }
    }
    if (endsOpen() && !out.isEmpty()) {
      out.set(out.size() - 1, out.get(out.size() - 1).withEnd(""));
    }
    return out;
  }

  /**
   * The line end for new lines, which is that of the line above them. Another line end could
   * combine with the line below: after a carriage return, an empty line that ends with a line feed
   * would disappear.
   */
  private String newline() {
    for (int i = insertAt - 1; i >= 0; i--) {
      if (!lines.get(i).end().isEmpty()) {
        return lines.get(i).end();
      }
    }
    return "\n";
  }

  private boolean endsOpen() {
    return !lines.isEmpty() && lines.get(lines.size() - 1).end().isEmpty();
  }

  private IniSection find(String name) {
    for (IniSection section : sections) {
      if (section.name.equals(name)) {
        return section;
      }
    }
    throw new IllegalArgumentException("no such section");
  }

  /**
   * The indentation of a new option. It is deep enough that a following header does not continue
   * the new option. It is not deeper than the option before, because the new option would then
   * continue that one.
   */
  private String indentOfNewOption(IniSection section) {
    int next = sections.indexOf(section) + 1;
    if (!section.options.isEmpty()) {
      return indentOf(lastOptionLine(section));
    }
    return next < sections.size() ? indentOf(sections.get(next).header) : "";
  }

  private static int lastOptionLine(IniSection section) {
    return section.options.get(section.options.size() - 1).firstLine();
  }

  private String indentOf(int line) {
    String text = lines.get(line).text();
    return text.substring(0, PythonText.indent(text));
  }

  private void setValue(Option option, String value) {
    String text = lines.get(option.firstLine()).text();
    int delimiter = IniReader.delimiter(text);
    int start = delimiter + 1;
    start += PythonText.indent(text.substring(start));
    boolean spaced = delimiter > 0 && PythonText.isSpace(text.charAt(delimiter - 1));
    String gap = start == delimiter + 1 && start == text.length() && spaced ? " " : "";
    replaced.put(option.firstLine(), text.substring(0, start) + gap + value);
    removed.addAll(option.lines.subList(1, option.lines.size()));
  }
}
