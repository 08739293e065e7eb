package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNull;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.rotation.TargetProgress.Step;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON form of a record, for journals that store text. */
public final class RecordJson {
  private static final String VERSION = "1";

  private RecordJson() {}

  /** The record as text. */
  public static String write(RotationRecord record) {
    return Json.pretty(toJson(record)) + "\n";
  }

  /**
   * The record as a JSON value, which results of commands show too. It contains only prefixes,
   * names, states and times.
   */
  public static JsonObject toJson(RotationRecord record) {
    List<JsonValue> targets = new ArrayList<>();
    record
        .targets()
        .forEach(
            (name, progress) ->
                targets.add(
                    JsonObject.EMPTY
                        .with("name", name)
                        .with("step", progress.step().name())
                        .with("problem", progress.problem())));
    Draining draining = record.draining();
    Duration deadline = record.plan().times().deadline();
    return JsonObject.EMPTY
        .with("version", new JsonNumber(VERSION))
        .with("state", record.state().name())
        .with("new_prefix", record.newPrefix())
        .with("changed", record.changed().toString())
        .with("drain_since", draining == null ? null : draining.since().toString())
        .with(
            "overlap_until",
            draining == null ? null : text(draining.after(record.plan().overlap())))
        .with("last_used_at", draining == null ? null : text(draining.lastUse()))
        .with(
            "deadline",
            draining == null || deadline == null ? null : text(draining.after(deadline)))
        .with("rolling_back", new JsonBoolean(record.rollingBack()))
        .with("plan", toJson(record.plan()))
        .with("targets", new JsonValue.JsonArray(targets));
  }

  /** The plan as a JSON value. */
  public static JsonObject toJson(RotationPlan plan) {
    Duration deadline = plan.times().deadline();
    return JsonObject.EMPTY
        .with("server", plan.server())
        .with("old_prefix", plan.oldPrefix())
        .with("old_name", plan.oldName())
        .with("type", plan.type().value())
        .with("model_ids", JsonValue.arrayOf(plan.modelIds()))
        .with("team_name", plan.teamName())
        .with("team_id", plan.teamId())
        .with("owner_id", plan.ownerId())
        .with("new_name", plan.newName())
        .with("holder", plan.newKeyStorage())
        .with("overlap_seconds", number(plan.overlap()))
        .with(
            "quiet_for_seconds",
            plan.times().waitsForQuiet() ? number(plan.times().quietFor()) : JsonNull.NULL)
        .with("deadline_seconds", deadline == null ? JsonNull.NULL : number(deadline))
        .with("left_behind", JsonValue.arrayOf(plan.leftBehind()));
  }

  /** Reads a text that {@link #write} wrote. Empty for any other text. */
  public static Optional<RotationRecord> read(String text) {
    try {
      return Json.parse(text) instanceof JsonObject json && isOurs(json)
          ? Optional.of(record(json))
          : Optional.empty();
    } catch (JsonParseException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isOurs(JsonObject json) {
    return json.get("version") instanceof JsonNumber number && number.text().equals(VERSION);
  }

  private static RotationRecord record(JsonObject json) {
    Map<String, TargetProgress> targets = new LinkedHashMap<>();
    for (JsonValue item : json.array("targets")) {
      if (item instanceof JsonObject target) {
        targets.put(
            text(target, "name"),
            new TargetProgress(Step.valueOf(text(target, "step")), text(target, "problem")));
      }
    }
    String since = json.string("drain_since");
    return new RotationRecord(
        plan(json.object("plan"), List.copyOf(targets.keySet())),
        RotationState.valueOf(text(json, "state")),
        text(json, "new_prefix"),
        targets,
        Instant.parse(text(json, "changed")),
        since == null ? null : new Draining(Instant.parse(since), time(json, "last_used_at")),
        json.get("rolling_back") instanceof JsonBoolean flag && flag.value());
  }

  private static RotationPlan plan(JsonObject json, List<String> targets) {
    Duration quiet = duration(json, "quiet_for_seconds");
    return new RotationPlan(
        text(json, "server"),
        new RotationPlan.Replaced(text(json, "old_prefix"), json.string("old_name")),
        new RotationPlan.Scope(
            new ApiKeyType(text(json, "type")),
            texts(json, "model_ids"),
            json.string("team_name"),
            json.string("team_id"),
            json.string("owner_id")),
        new RotationPlan.Replacement(text(json, "new_name"), text(json, "holder")),
        targets,
        new DrainTimes(
            Duration.ofSeconds(seconds(json.get("overlap_seconds"))),
            quiet == null ? Duration.ZERO : quiet,
            duration(json, "deadline_seconds")),
        texts(json, "left_behind"));
  }

  /**
   * The texts of an array; an empty list if the array is missing, as in journals of older versions.
   */
  private static List<String> texts(JsonObject json, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : json.array(name)) {
      if (item instanceof JsonString text) {
        texts.add(text.value());
      }
    }
    return texts;
  }

  private static JsonNumber number(Duration time) {
    return new JsonNumber(Long.toString(time.toSeconds()));
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static @Nullable Duration duration(JsonObject json, String name) {
    JsonValue value = json.get(name);
    return value == null || value instanceof JsonNull ? null : Duration.ofSeconds(seconds(value));
  }

  private static @Nullable Instant time(JsonObject json, String name) {
    String value = json.string(name);
    return value == null ? null : Instant.parse(value);
  }

  private static long seconds(@Nullable JsonValue value) {
    if (value instanceof JsonNumber number) {
      return Long.parseLong(number.text());
    }
    throw new IllegalArgumentException("no number");
  }

  private static String text(JsonObject json, String name) {
    String value = json.string(name);
    if (value == null) {
      throw new IllegalArgumentException("a member is missing");
    }
    return value;
  }
}
