package io.github.basetenci.testing.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One thing that scripts, workflows or Jenkinsfiles can rely on.
 *
 * @param kind what it is, such as {@code flag}
 * @param names what the changelog has to call it by when it changes; all of them
 * @param value what is to stay the same
 */
public record InterfaceItem(String kind, List<String> names, String value) {
  private static final String BETWEEN = " | ";

  /** What is called by a path, such as {@code stores[].name}. */
  private static final Set<String> MEMBERS = Set.of("json", "member", "file-member");

  /**
   * @param names the names, and the value as the last of them
   */
  public static InterfaceItem of(String kind, String... names) {
    List<String> all = Arrays.stream(names).map(InterfaceItem::plain).toList();
    return new InterfaceItem(
        kind, all.subList(0, all.size() - 1), all.get(all.size() - 1).isEmpty() ? "-" : last(all));
  }

  private static String last(List<String> all) {
    return all.get(all.size() - 1);
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").replace(BETWEEN, " / ").strip();
  }

  /** Reads what {@link #line} wrote. */
  static InterfaceItem parse(String line) {
    List<String> parts = Arrays.asList(line.split(" \\| ", -1));
    return new InterfaceItem(
        parts.get(0), parts.subList(1, parts.size() - 1), parts.get(parts.size() - 1));
  }

  /** What it is, without its value. */
  String subject() {
    return kind + BETWEEN + String.join(BETWEEN, names);
  }

  /** The names with the member alone in place of its path. */
  List<String> shortNames() {
    List<String> shorter = new ArrayList<>(names);
    if (MEMBERS.contains(kind)) {
      shorter.add(shorter.remove(shorter.size() - 1).replaceAll("^.*\\.|\\[\\]", ""));
    }
    return shorter;
  }

  String line() {
    return subject() + BETWEEN + value;
  }

  /** Whether this belongs to the command, the step or the like that the other one is. */
  boolean isBelow(InterfaceItem other) {
    return !equals(other)
        && other.names().size() == 1
        && (names.get(0) + " ").startsWith(other.names().get(0) + " ");
  }
}
