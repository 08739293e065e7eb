package io.github.basetenci.cli.rotate;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.rotation.Drain;
import io.github.basetenci.rotation.DrainTimes;
import io.github.basetenci.rotation.Draining;
import io.github.basetenci.rotation.RecordJson;
import io.github.basetenci.rotation.Rotation;
import io.github.basetenci.rotation.RotationException;
import io.github.basetenci.rotation.RotationPlan;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.rotation.TargetProgress;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report about a rotation, for people and as JSON. */
public final class RotateReport {
  private RotateReport() {}

  /** The message for a failure, with what to do next. */
  public static String failure(RotationException e) {
    String unclaimedKey = e.unclaimedKey();
    RotationRecord record = e.record();
    String message = CommandWords.ADVICE.sentence(e);
    if (unclaimedKey != null) {
      return message
          + "; if it is nobody's, have it deleted with --resume --unclaimed-key "
          + Neutralizer.line(unclaimedKey);
    }
    if (record == null && !e.leftBehind().isEmpty()) {
      boolean labels = e.leftBehind().stream().allMatch(name -> name.startsWith("label:"));
      return message
          + (labels
              ? "; say with --leave-behind NAME that it may, and log in there again afterwards"
              : "; add each with --target, or say with --leave-behind NAME that it may");
    }
    if (record == null || record.state().isFinal()) {
      return message;
    }
    String go = "baseten-ci keys rotate " + record.plan().oldPrefix();
    if (!e.leftBehind().isEmpty()) {
      return message
          + "; log out or in again there, or go on with '"
          + go
          + (record.rollingBack() ? " --abort" : " --resume")
          + " --leave-behind "
          + String.join(" --leave-behind ", e.leftBehind())
          + "'";
    }
    return record.rollingBack()
        ? message
            + "; finish with '"
            + go
            + " --abort'"
            + (record.isTouched()
                ? " and a key flag that gives the old key, such as --api-key-file"
                : "")
        : message + "; go on with '" + go + " --resume', or back with '" + go + " --abort'";
  }

  static JsonObject json(RotationRecord record) {
    return RecordJson.toJson(record).without("version");
  }

  static JsonObject json(List<RotationRecord> records) {
    List<JsonValue> items = new ArrayList<>();
    records.forEach(record -> items.add(json(record)));
    return JsonObject.EMPTY.with("rotations", new JsonArray(items));
  }

  static JsonObject json(Rotation.Preview preview) {
    return JsonObject.EMPTY
        .with("plan", RecordJson.toJson(preview.plan()))
        .with("targets", JsonValue.arrayOf(preview.plan().targets()))
        .with(
            "relatives",
            JsonValue.arrayOf(preview.earlierKeys().stream().map(ApiKeyInfo::prefix).toList()));
  }

  /** The result when there is no rotation to finish. */
  static JsonObject nothing() {
    return JsonObject.EMPTY.with("state", (String) null);
  }

  static String nothing(Path journals) {
    return "Nothing to do: no rotation is unfinished in "
        + Neutralizer.line(journals.toString())
        + "\n";
  }

  /** The message when the chosen rotation has ended before. */
  static String over(RotationRecord record) {
    return "Nothing to do: " + record.remains() + "\n";
  }

  static String text(RotationRecord record, Drain.Verdict verdict) {
    RotationPlan plan = record.plan();
    String keys = plan.oldKey() + " to " + plan.newKey(record.newPrefix());
    String finish = "\nFinish with: baseten-ci keys rotate " + plan.oldPrefix();
    if (record.state() == RotationState.DONE) {
      return "Rotated " + keys + " in " + count(record) + "; the old key is revoked\n";
    }
    if (record.state() == RotationState.ROLLED_BACK) {
      return "Rolled back: " + record.remains() + "\n";
    }
    if (record.rollingBack()) {
      return "Put "
          + plan.oldKey()
          + " back in "
          + count(record)
          + "; the new key lives on "
          + verdict.why()
          + finish
          + " --abort\n";
    }
    return "Rotated "
        + keys
        + " in "
        + count(record)
        + "; the old key lives on "
        + verdict.why()
        + finish
        + " --resume\n";
  }

  static String text(Rotation.Preview preview) {
    RotationPlan plan = preview.plan();
    StringBuilder text = new StringBuilder();
    text.append(row("Old key:", plan.oldKey()));
    text.append(row("New key:", "'" + Neutralizer.line(plan.newName()) + "'"));
    text.append(row("Type:", plan.type().value()));
    text.append(row("Team:", plan.teamName()));
    text.append(row("Models:", String.join(", ", plan.modelIds())));
    text.append(row("Kept in:", plan.newKeyStorage()));
    plan.targets().forEach(target -> text.append(row("Target:", target)));
    plan.leftBehind()
        .forEach(
            login ->
                text.append(row("Left:", login + ", which keeps the old key and stops working")));
    text.append(row("Overlap:", shown(plan.overlap())));
    DrainTimes times = plan.times();
    if (times.waitsForQuiet()) {
      text.append(row("Quiet:", shown(times.quietFor())));
      text.append(row("Deadline:", times.deadline() == null ? "none" : shown(times.deadline())));
    }
    for (ApiKeyInfo earlier : preview.earlierKeys()) {
      text.append(
          row(
              "Look at:",
              "'"
                  + Neutralizer.line(String.valueOf(earlier.name()))
                  + "' ("
                  + Neutralizer.line(earlier.prefix())
                  + "), which an earlier rotation may have left"));
    }
    return text.append("Nothing was changed.\n").toString();
  }

  /**
   * The rotations of this machine.
   *
   * @param now the present time
   */
  static String text(List<RotationRecord> records, Instant now) {
    if (records.isEmpty()) {
      return "No rotation was begun on this machine.\n";
    }
    StringBuilder text = new StringBuilder();
    for (RotationRecord record : records) {
      text.append(
          "%s since %s: %s\n"
              .formatted(record.state(), record.changed(), Neutralizer.line(record.remains())));
      text.append(draining(record, now));
      record
          .targets()
          .forEach(
              (name, progress) ->
                  text.append("  %-9s %s\n".formatted(progress.step(), target(name, progress))));
    }
    return text.toString();
  }

  /** What the key that leaves waits for, as far as the journal tells. */
  private static String draining(RotationRecord record, Instant now) {
    Draining draining = record.draining();
    if (draining == null || record.state() == RotationState.REVOKED || record.state().isFinal()) {
      return "";
    }
    DrainTimes times = record.plan().times();
    List<String> parts = new ArrayList<>();
    if (times.waitsForQuiet()) {
      String use = draining.lastUsed(now);
      parts.add(
          (use.isEmpty() ? "when it was last used is not known" : use)
              + ", must be unused for "
              + DrainTimes.exactly(times.quietFor()));
    }
    parts.add("overlap until " + seconds(draining.after(times.overlap())));
    Duration deadline = times.deadline();
    if (times.waitsForQuiet() && deadline != null) {
      parts.add("deadline " + seconds(draining.after(deadline)));
    }
    return "  draining: " + String.join("; ", parts) + "\n";
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String target(String name, TargetProgress progress) {
    return name + (progress.problem().isEmpty() ? "" : ": " + progress.problem());
  }

  private static String count(RotationRecord record) {
    int targets = record.targets().size();
    return targets == 1 ? "1 target" : targets + " targets";
  }

  private static String shown(Duration time) {
    long seconds = time.toSeconds();
    return seconds > 0 && seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds + "s";
  }

  private static String row(String label, @Nullable String value) {
    return value == null || value.isEmpty()
        ? ""
        : String.format("%-9s %s\n", label, Neutralizer.line(value));
  }
}
