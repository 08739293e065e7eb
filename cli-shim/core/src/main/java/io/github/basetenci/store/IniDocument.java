package io.github.basetenci.store;

import io.github.basetenci.store.IniSection.Option;
import io.github.basetenci.text.Neutralizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file as Python's {@code configparser.ConfigParser()} reads it, with all its bytes. A document
 * is immutable: a change gives a copy, in which only the changed lines differ.
 */
public final class IniDocument {
  private final List<IniLine> lines;
  private final List<IniSection> sections;

  private IniDocument(List<IniLine> lines) throws IniSyntaxException {
    this.lines = List.copyOf(lines);
    this.sections = List.copyOf(IniReader.read(lines));
  }

  /** Reads a file. An empty file is a document without sections. */
  public static IniDocument parse(byte[] bytes) throws IniSyntaxException {
    return new IniDocument(IniLine.split(bytes));
  }

  /** The bytes of the file. */
  public byte[] toBytes() {
    return IniLine.join(lines);
  }

  /** Section names in file order, without {@code DEFAULT}. */
  public List<String> sections() {
    return sections.stream()
        .map(section -> section.name)
        .filter(name -> !name.equals(IniReader.DEFAULT))
        .toList();
  }

  /** Whether the section exists; {@code DEFAULT} is not one. */
  public boolean has(String section) {
    return sections().contains(section);
  }

  /**
   * The section's own options as they are written in the file, with keys in lower case. The section
   * can be {@code DEFAULT}. A section that does not exist has no options.
   */
  public Map<String, String> raw(String section) {
    Map<String, String> raw = new LinkedHashMap<>();
    for (IniSection candidate : sections) {
      if (candidate.name.equals(section)) {
        candidate.options.forEach(option -> raw.put(option.key, option.value()));
      }
    }
    return raw;
  }

  /**
   * The options that a program reads from the section: those of the section and those of {@code
   * [DEFAULT]}, with every {@code %} resolved. A section that does not exist is read as an empty
   * section.
   *
   * @throws IniSyntaxException if a value cannot be resolved
   */
  public Map<String, String> values(String section) throws IniSyntaxException {
    Map<String, String> raw = raw(section);
    raw(IniReader.DEFAULT).forEach(raw::putIfAbsent);
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : raw.entrySet()) {
      int line = lineOf(section, entry.getKey());
      values.put(entry.getKey(), IniInterpolation.resolve(entry.getValue(), raw, line));
    }
    return values;
  }

  /**
   * Sets and removes options of a section. A section that does not exist is appended.
   *
   * @param set the options to set: lower-case keys, and the values that a program will read; each
   *     value is one line without blanks at its ends
   * @param remove the lower-case keys of the options to remove
   * @throws IniEditException if a program would not read the wanted options from the changed file
   */
  public IniDocument with(String section, Map<String, String> set, Set<String> remove)
      throws IniEditException {
    Map<String, String> raw = new LinkedHashMap<>();
    set.forEach((key, value) -> raw.put(key, IniInterpolation.escape(value)));
    IniEditor editor = new IniEditor(lines, sections);
    Map<String, Map<String, String>> wanted = read();
    Map<String, String> options = wanted.computeIfAbsent(section, name -> new LinkedHashMap<>());
    options.keySet().removeAll(remove);
    options.putAll(raw);
    if (has(section)) {
      editor.change(section, raw, remove);
    } else {
      editor.append(section, raw);
    }
    return checked(editor, section, wanted);
  }

  /**
   * Removes a section: its header, its options, the lines between them, and one empty line after
   * them. Comments below its last option stay. If the section does not exist, the document is
   * unchanged.
   *
   * @throws IniEditException if a program would read other options from the rest of the file
   */
  public IniDocument without(String section) throws IniEditException {
    if (!has(section)) {
      return this;
    }
    IniEditor editor = new IniEditor(lines, sections);
    editor.remove(section);
    Map<String, Map<String, String>> wanted = read();
    wanted.remove(section);
    return checked(editor, section, wanted);
  }

  private IniDocument checked(
      IniEditor editor, String section, Map<String, Map<String, String>> wanted)
      throws IniEditException {
    try {
      IniDocument edited = parse(IniLine.join(editor.result()));
      Map<String, Map<String, String>> got = edited.read();
      if (got.equals(wanted) && List.copyOf(got.keySet()).equals(List.copyOf(wanted.keySet()))) {
        return edited;
      }
    } catch (IniSyntaxException e) {
      // The edited file is not valid. The exception below reports this.
    }
    throw new IniEditException(
        "section ["
            + Neutralizer.line(section)
            + "] cannot be changed without changing how other lines read; edit the file by hand");
  }

  private Map<String, Map<String, String>> read() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    for (IniSection section : sections) {
      all.put(section.name, raw(section.name));
    }
    return all;
  }

  private int lineOf(String section, String key) {
    int line = 0;
    for (IniSection candidate : sections) {
      Option option = candidate.option(key);
      boolean own = candidate.name.equals(section);
      if (option != null && (own || (line == 0 && candidate.name.equals(IniReader.DEFAULT)))) {
        line = option.firstLine() + 1;
      }
    }
    return line;
  }
}
