package io.github.basetenci.testing.snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An item that is new, has changed or has gone.
 *
 * @param before the item as the last release had it, or null when it is new
 * @param now the item as it is, or null when it has gone
 * @param wholes commands and the like that came or went with it, whose name says enough
 */
record InterfaceChange(
    @Nullable InterfaceItem before, @Nullable InterfaceItem now, List<InterfaceItem> wholes) {

  static List<InterfaceChange> between(
      Collection<InterfaceItem> before, Collection<InterfaceItem> now) {
    Map<String, InterfaceItem> then = InterfaceSnapshot.bySubject(before);
    Map<String, InterfaceItem> today = InterfaceSnapshot.bySubject(now);
    List<InterfaceItem> came = new ArrayList<>(today.values());
    came.removeIf(item -> then.containsKey(item.subject()));
    List<InterfaceItem> went = new ArrayList<>(then.values());
    went.removeIf(item -> today.containsKey(item.subject()));
    List<InterfaceChange> changes = new ArrayList<>();
    came.forEach(item -> changes.add(new InterfaceChange(null, item, above(item, came))));
    went.forEach(item -> changes.add(new InterfaceChange(item, null, above(item, went))));
    then.forEach(
        (subject, item) -> {
          InterfaceItem other = today.get(subject);
          if (other != null && !other.equals(item)) {
            changes.add(new InterfaceChange(item, other, List.of()));
          }
        });
    return changes;
  }

  private static List<InterfaceItem> above(InterfaceItem item, List<InterfaceItem> all) {
    return all.stream().filter(item::isBelow).toList();
  }

  boolean isNew() {
    return before == null;
  }

  boolean isGone() {
    return now == null;
  }

  private InterfaceItem item() {
    InterfaceItem item = now == null ? before : now;
    if (item == null) {
      throw new IllegalStateException("neither before nor now");
    }
    return item;
  }

  boolean isTold(Changelog log) {
    return log.tells(item().names(), isNew())
        || log.tells(item().shortNames(), isNew())
        || wholes.stream().anyMatch(whole -> log.tells(whole.names(), isNew()));
  }

  /** The line that is missing, and why. */
  String advice() {
    String names =
        item().names().stream().map(name -> "`" + name + "`").collect(Collectors.joining(" "));
    if (now == null) {
      return "### Removed\n- %s: ...    (gone: %s)".formatted(names, item().line());
    }
    return before == null
        ? "### Added\n- %s: ...    (new: %s)".formatted(names, now.line())
        : "### Changed\n- %s: ...    (was: %s; is: %s)"
            .formatted(names, before.value(), now.line());
  }
}
