package io.github.basetenci.cli.fleet.file;

import io.github.basetenci.secrets.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a YAML file, with its location. */
sealed interface YamlNode {
  /** Where it begins. */
  SourceLocation at();

  /** What it is, as messages say it. */
  String kind();

  /** What a value is by the core schema of YAML 1.2. */
  enum Type {
    TEXT("a text"),
    INTEGER("a number"),
    BOOLEAN("true or false"),
    NUMBER("a number"),
    EMPTY("empty");

    private final String words;

    Type(String words) {
      this.words = words;
    }
  }

  /**
   * A single value.
   *
   * @param value as it is written, without its quotation marks
   */
  record Value(Type type, String value, SourceLocation at) implements YamlNode {
    @Override
    public String kind() {
      return type.words;
    }

    /** Nothing of the value, since it may be a secret. */
    @Override
    public String toString() {
      return kind() + " at " + at.line() + ":" + at.column();
    }
  }

  /** A list. */
  record Items(List<YamlNode> items, SourceLocation at) implements YamlNode {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A mapping, in the order of the file. */
  record Entries(List<Entry> entries, SourceLocation at) implements YamlNode {
    public Entries {
      entries = List.copyOf(entries);
    }

    @Override
    public String kind() {
      return "a mapping";
    }

    /** The value of a member, null if there is no such member. */
    @Nullable YamlNode get(String name) {
      for (Entry entry : entries) {
        if (entry.name().equals(name)) {
          return entry.value();
        }
      }
      return null;
    }
  }

  /**
   * A member of a mapping.
   *
   * @param at where the name stands
   */
  record Entry(String name, SourceLocation at, YamlNode value) {
    /** Nothing of the name, since it may be a secret. */
    @Override
    public String toString() {
      return "a member at " + at.line() + ":" + at.column();
    }
  }
}
