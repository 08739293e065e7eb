package io.github.basetenci.secrets;

import java.util.List;
import java.util.Optional;

/**
 * A node of a configuration as {@code truss} reads it, with its location. It does not depend on a
 * particular parser.
 */
public sealed interface ConfigNode {
  /** The location of the node in the file. */
  SourceLocation at();

  /** The kind of value that a scalar is for {@code truss}. */
  enum Kind {
    /** No value. */
    NULL,
    /** A text. */
    TEXT,
    /** A number, a boolean, a date. */
    OTHER
  }

  /** A single value. */
  record Scalar(Kind kind, String text, SourceLocation at) implements ConfigNode {
    /** Only the kind and the line, because the text may be a secret. */
    @Override
    public String toString() {
      return kind + " at line " + at.line();
    }
  }

  /** A list. */
  record Sequence(List<ConfigNode> items, SourceLocation at) implements ConfigNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A mapping. If several entries have the same key, the last one counts. */
  record Mapping(List<Entry> entries, SourceLocation at) implements ConfigNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The value of the last entry with the key. */
    public Optional<ConfigNode> get(String key) {
      ConfigNode found = null;
      for (Entry entry : entries) {
        if (entry.key() instanceof Scalar scalar
            && scalar.kind() == Kind.TEXT
            && scalar.text().equals(key)) {
          found = entry.value();
        }
      }
      return Optional.ofNullable(found);
    }

    /** The value of the last entry with the key, if the value is a mapping. */
    Optional<Mapping> mapping(String key) {
      return get(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    /** The items of the value of the last entry with the key; empty if the value is no list. */
    List<ConfigNode> items(String key) {
      return get(key).filter(Sequence.class::isInstance).map(Sequence.class::cast).stream()
          .flatMap(sequence -> sequence.items().stream())
          .toList();
    }

    /** The value of the last entry with the key, if the value is a text that is not empty. */
    public Optional<Scalar> text(String key) {
      return get(key)
          .filter(Scalar.class::isInstance)
          .map(Scalar.class::cast)
          .filter(scalar -> scalar.kind() == Kind.TEXT && !scalar.text().isEmpty());
    }
  }

  /** A key and its value. */
  record Entry(ConfigNode key, ConfigNode value) {}
}
