package io.github.basetenci.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A section: its header and its options, each with its line numbers (counted from 0). */
final class IniSection {
  final String name;
  final int header;
  final List<Option> options = new ArrayList<>();

  IniSection(String name, int header) {
    this.name = name;
    this.header = header;
  }

  /** The last line that belongs to the section: the last line of its last option, or the header. */
  int lastLine() {
    return options.isEmpty() ? header : options.get(options.size() - 1).lastLine();
  }

  @Nullable Option option(String key) {
    for (Option option : options) {
      if (option.key.equals(key)) {
        return option;
      }
    }
    return null;
  }

  /** An option: its lower-case key and the pieces of its value, one piece for each line. */
  static final class Option {
    final String key;

    /** The numbers of the lines that make up the value, without comments between them. */
    final List<Integer> lines = new ArrayList<>();

    private final List<String> pieces = new ArrayList<>();
    private final List<Integer> blanks = new ArrayList<>();

    Option(String key, int line, String value) {
      this.key = key;
      lines.add(line);
      pieces.add(value);
    }

    int firstLine() {
      return lines.get(0);
    }

    int lastLine() {
      return lines.get(lines.size() - 1);
    }

    /** Adds a blank line, which belongs to the value only if a later line continues the value. */
    void addBlank(int line) {
      blanks.add(line);
    }

    void addContinuation(int line, String piece) {
      for (int blank : blanks) {
        lines.add(blank);
        pieces.add("");
      }
      blanks.clear();
      lines.add(line);
      pieces.add(piece);
    }

    /** The value before interpolation. */
    String value() {
      return PythonText.stripEnd(String.join("\n", pieces));
    }
  }
}
