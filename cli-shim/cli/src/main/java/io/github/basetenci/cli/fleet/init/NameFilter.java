package io.github.basetenci.cli.fleet.init;

import java.util.List;
import java.util.Locale;

/**
 * Which of the secrets that never tell what they are may have a key of Baseten.
 *
 * @param parts a name counts if it contains one of these, in any case
 */
public record NameFilter(List<String> parts) {
  public NameFilter {
    parts = List.copyOf(parts);
  }

  boolean takes(String... names) {
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (parts.stream().anyMatch(part -> lower.contains(part.toLowerCase(Locale.ROOT)))) {
        return true;
      }
    }
    return false;
  }

  /** The parts in messages. */
  String words() {
    return String.join(" or ", parts);
  }

  /** No part, because somebody may have given a key by mistake. */
  @Override
  public String toString() {
    return "NameFilter";
  }
}
