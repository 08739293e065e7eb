package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.fleet.FleetFinding;
import io.github.basetenci.fleet.FleetFinding.Level;
import io.github.basetenci.fleet.FleetKey;
import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.fleet.KeyReview;
import io.github.basetenci.fleet.TargetReading;
import io.github.basetenci.fleet.TargetReading.Outcome;
import io.github.basetenci.fleet.WorkspaceReview;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows in which a review is shown. Texts of servers and files are safe to print. */
final class ReviewView {
  private final FleetReview review;

  ReviewView(FleetReview review) {
    this.review = review;
  }

  /**
   * A key, as tables show it.
   *
   * @param key its name, with the workspace where there are several
   * @param prefix the prefix of its present key
   * @param age how many days it is old
   */
  record KeyRow(
      String key,
      String prefix,
      String age,
      String lastUsed,
      String next,
      String targets,
      String state) {}

  /**
   * A finding, as lists show it.
   *
   * @param about the key or the workspace
   */
  record FindingRow(Level level, String about, String sentence) {
    /** The level in one word. */
    String word() {
      return level.name().toLowerCase(Locale.ROOT);
    }
  }

  List<KeyRow> keys() {
    List<KeyRow> rows = new ArrayList<>();
    for (WorkspaceReview workspace : review.workspaces()) {
      for (KeyReview key : workspace.keys()) {
        boolean asked = workspace.findings().stream().noneMatch(it -> it.level() == Level.PROBLEM);
        rows.add(row(key, asked));
      }
    }
    return rows;
  }

  /** The findings, those first that ask for something. */
  List<FindingRow> findings() {
    List<FindingRow> rows = new ArrayList<>();
    for (Level level : Level.values()) {
      for (WorkspaceReview workspace : review.workspaces()) {
        workspace.findings().stream()
            .filter(finding -> finding.level() == level)
            .forEach(finding -> rows.add(row(workspace.workspace().name(), finding)));
        for (KeyReview key : workspace.keys()) {
          key.findings().stream()
              .filter(finding -> finding.level() == level)
              .forEach(finding -> rows.add(row(label(key.key()), finding)));
        }
      }
    }
    return rows;
  }

  /** What the review comes to, as a sentence with its full stop. */
  String summary() {
    int keys = review.keys().size();
    long targets = review.keys().stream().mapToLong(key -> key.key().targets().size()).sum();
    String all = Counted.of(keys, "key") + " and " + Counted.of(targets, "target");
    if (review.isQuiet()) {
      return "Nothing is due, and nothing has drifted: " + all + ".";
    }
    List<String> parts =
        Stream.of(
                part(due(), "due"),
                part(review.count(Level.DRIFT), "drifted"),
                part(review.count(Level.PROBLEM), "not known"))
            .filter(part -> !part.isEmpty())
            .toList();
    return "Of " + all + ": " + String.join(", ", parts) + ".";
  }

  private long due() {
    return review.count(Level.DUE);
  }

  private static String part(long count, String what) {
    return count == 0 ? "" : count + " " + what;
  }

  private FindingRow row(String about, FleetFinding finding) {
    return new FindingRow(finding.level(), Neutralizer.line(about), FindingSentence.of(finding));
  }

  private KeyRow row(KeyReview review, boolean asked) {
    ApiKeyInfo current = review.current();
    return new KeyRow(
        label(review.key()),
        current == null ? "-" : Neutralizer.line(current.prefix()),
        current == null ? "-" : age(current.createdAt()),
        current == null ? "-" : day(current.lastUsedAt()),
        review.due() == null ? "-" : day(review.due()),
        targets(review),
        asked ? state(review) : "unknown");
  }

  /** The name of a key in messages. */
  String label(FleetKey key) {
    return Neutralizer.line(
        review.workspaces().size() == 1 ? key.label() : key.workspace() + "/" + key.label());
  }

  private static String targets(KeyReview review) {
    String rotatedBy = review.key().rotatedBy();
    if (rotatedBy != null) {
      return "by " + Neutralizer.line(rotatedBy);
    }
    int all = review.key().targets().size();
    long right =
        review.targets().stream()
            .filter(target -> target.outcome() == Outcome.READ)
            .filter(target -> isCurrent(review, target))
            .count();
    long silent =
        review.targets().stream()
            .filter(target -> target.outcome() == Outcome.NOT_READABLE)
            .count();
    return right + silent == all || review.targets().isEmpty()
        ? Integer.toString(all)
        : (right + silent) + " of " + all;
  }

  private static boolean isCurrent(KeyReview review, TargetReading target) {
    ApiKeyInfo current = review.current();
    return current != null && current.prefix().equals(target.prefix());
  }

  private static String state(KeyReview review) {
    if (review.has(FleetFinding.Kind.UNFINISHED)) {
      return "rotating";
    }
    if (review.has(FleetFinding.Kind.NOT_LISTED) || review.has(FleetFinding.Kind.TEAM_UNCLEAR)) {
      return "not found";
    }
    if (review.findings().stream().anyMatch(finding -> finding.level() == Level.DRIFT)) {
      return "drifted";
    }
    return review.has(FleetFinding.Kind.DUE) ? "due" : "right";
  }

  private String age(@Nullable Instant created) {
    return created == null
        ? "-"
        : Counted.of(Math.max(0, Duration.between(created, review.at()).toDays()), "day");
  }

  private static String day(@Nullable Instant time) {
    return time == null ? "-" : LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
  }
}
