package io.github.basetenci.secrets;

import java.util.List;
import java.util.Optional;

/**
 * A configuration as {@code truss} reads it, whatever parser made it, with the locations of all.
 */
public sealed interface ConfigNode {
  /** Where it stands in the file. */
  SourceLocation at();

  /** What a scalar is to {@code truss}. */
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
    /** The kind alone: the text may be a secret. */
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

  /** A mapping; of entries with one key the last one counts. */
  record Mapping(List<Entry> entries, SourceLocation at) implements ConfigNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The value that counts. */
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

    /** The value that counts, if it is a mapping. */
    Optional<Mapping> mapping(String key) {
      return get(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    /** The items of the value that counts, if it is a list. */
    List<ConfigNode> items(String key) {
      return get(key).filter(Sequence.class::isInstance).map(Sequence.class::cast).stream()
          .flatMap(sequence -> sequence.items().stream())
          .toList();
    }

    /** The value that counts, if it is a text that is not empty. */
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
