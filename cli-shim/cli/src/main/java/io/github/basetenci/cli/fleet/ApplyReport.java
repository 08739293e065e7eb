package io.github.basetenci.cli.fleet;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RotationEngine;
import io.github.basetenci.managed.RotationEvent;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.shim.output.Table;
import io.github.basetenci.text.Neutralizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a run has done, and what waits or stopped. */
final class ApplyReport {
  private final List<JsonValue> rotated = new ArrayList<>();
  private final List<JsonValue> waiting = new ArrayList<>();
  private final List<JsonValue> stopped = new ArrayList<>();
  private final List<JsonValue> wentBack = new ArrayList<>();
  private final Set<String> aborted;
  private final Table table = new Table("KEY", "STATE", "");

  /**
   * @param refused why the rotations of keys that are due did not begin, by id
   * @param aborted the keys whose rotations were to go back, by id
   */
  ApplyReport(
      RotationEngine<String> engine,
      ApplyEvents events,
      Map<String, String> refused,
      Set<String> aborted) {
    this.aborted = Set.copyOf(aborted);
    events.ended().forEach(this::ended);
    for (String id : new TreeSet<>(engine.unfinished())) {
      engine.status(id).ifPresent(status -> unfinished(id, status));
    }
    new TreeMap<>(refused).forEach((id, problem) -> stop(id, problem, null, null, Map.of()));
  }

  private void ended(String id, RotationEvent.Ended<String> ended) {
    PastRotation past = ended.past();
    if (ApplyEvents.wentBack(ended) && aborted.contains(id)) {
      wentBack.add(JsonObject.EMPTY.with("key", id).with("old_prefix", past.oldPrefix()));
      table.add(
          List.of(
              Neutralizer.line(id),
              "aborted",
              "has the old key "
                  + Neutralizer.line(past.oldPrefix())
                  + (past.note().isEmpty() ? "" : "; " + Neutralizer.line(past.note()))));
      return;
    }
    if (ApplyEvents.wentBack(ended)) {
      // Without a new key nothing was begun but a check.
      stop(
          id,
          past.newPrefix().isEmpty() ? past.note() : "went back to the old key; " + past.note(),
          null,
          null,
          Map.of());
      return;
    }
    rotated.add(
        JsonObject.EMPTY
            .with("key", id)
            .with("old_prefix", past.oldPrefix())
            .with("new_prefix", past.newPrefix()));
    table.add(
        List.of(
            Neutralizer.line(id),
            "rotated",
            "from "
                + Neutralizer.line(past.oldPrefix())
                + " to "
                + Neutralizer.line(past.newPrefix())
                + (past.note().isEmpty() ? "" : "; " + Neutralizer.line(past.note()))));
  }

  private void unfinished(String id, RotationStatus status) {
    if (!status.problem().isEmpty()) {
      stop(id, status.problem(), status.unclaimedKey(), status.nextAttempt(), failed(status));
      return;
    }
    RotationRecord record = status.record();
    waiting.add(
        JsonObject.EMPTY
            .with("key", id)
            .with("state", record == null ? null : record.state().name())
            .with("old_prefix", record == null ? null : record.plan().oldPrefix())
            .with("new_prefix", record == null ? null : record.newPrefix())
            .with("waits_for", status.waitsFor()));
    table.add(
        List.of(
            Neutralizer.line(id),
            "waits",
            (record != null && record.rollingBack() ? "the new key" : "the old key")
                + " lives on "
                + Neutralizer.line(status.waitsFor())));
  }

  /** Why targets could not be written, by their names. The problem of the rotation shows a few. */
  private static Map<String, String> failed(RotationStatus status) {
    RotationRecord record = status.record();
    Map<String, String> problems = new TreeMap<>();
    if (record != null) {
      record
          .targets()
          .forEach(
              (name, progress) -> {
                if (!progress.problem().isEmpty()) {
                  problems.put(name, progress.problem());
                }
              });
    }
    return problems;
  }

  private void stop(
      String id,
      String problem,
      @Nullable String unclaimedKey,
      @Nullable Instant nextAttempt,
      Map<String, String> failed) {
    stopped.add(
        JsonObject.EMPTY
            .with("key", id)
            .with("problem", problem)
            .with("unclaimed_key", unclaimedKey)
            .with("next_attempt", nextAttempt == null ? null : nextAttempt.toString())
            .with("failed_targets", failedTargets(failed)));
    table.add(
        List.of(
            Neutralizer.line(id),
            "stopped",
            Neutralizer.line(problem)
                + (unclaimedKey == null
                    ? ""
                    : "; if no other rotation made that key, run again with --unclaimed-key "
                        + Neutralizer.line(unclaimedKey))));
    if (failed.size() > 1) {
      failed.forEach(
          (name, why) ->
              table.add(
                  List.of(
                      Neutralizer.line(id),
                      "stopped",
                      Neutralizer.line(why.startsWith(name) ? why : name + ": " + why))));
    }
  }

  private static JsonArray failedTargets(Map<String, String> failed) {
    List<JsonValue> targets = new ArrayList<>();
    failed.forEach(
        (name, why) -> targets.add(JsonObject.EMPTY.with("target", name).with("problem", why)));
    return new JsonArray(targets);
  }

  /** Whether something stopped. */
  boolean hasStopped() {
    return !stopped.isEmpty();
  }

  JsonObject json() {
    return JsonObject.EMPTY
        .with("rotated", new JsonArray(rotated))
        .with("waiting", new JsonArray(waiting))
        .with("stopped", new JsonArray(stopped))
        .with("aborted", new JsonArray(wentBack));
  }

  /**
   * @param keys how many keys the file names
   */
  String text(int keys) {
    if (rotated.isEmpty() && waiting.isEmpty() && stopped.isEmpty() && wentBack.isEmpty()) {
      return "Nothing to do: none of " + Counted.of(keys, "key") + " is due.\n";
    }
    return table.text()
        + rotated.size()
        + " rotated, "
        + waiting.size()
        + " waiting, "
        + stopped.size()
        + " stopped"
        + (wentBack.isEmpty() ? "" : ", " + wentBack.size() + " aborted")
        + ".\n";
  }
}
