package io.github.basetenci.managed;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.managed.RotationOrder.Terms;
import io.github.basetenci.rotation.DrainTimes;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The file of an unfinished rotation.
 *
 * @param order what was ordered
 * @param progress the attempts since then
 */
record OrderJson(RotationOrder order, RotationProgress progress) {
  private static final String VERSION = "1";
  private static final String DEADLINE = "deadline_seconds";
  private static final String QUIET_FOR = "quiet_for_seconds";

  String write() {
    Terms terms = order.terms();
    List<String> targets = order.targets();
    JsonObject json = JsonObject.EMPTY.with("version", VERSION);
    json =
        targets.size() == 1
            ? json.with("target", targets.get(0))
            : json.with("targets", JsonValue.arrayOf(targets));
    json =
        json.with("old_prefix", order.oldPrefix())
            .with("begun", order.begun().toString())
            .with("by", order.by())
            .with("remote_url", terms.remoteUrl())
            .with("minting", terms.minting())
            .with("overlap_seconds", JsonFields.of(terms.times().overlap().toSeconds()));
    Duration deadline = terms.times().deadline();
    if (deadline != null) {
      json = json.with(DEADLINE, JsonFields.of(deadline.toSeconds()));
    }
    if (terms.times().waitsForQuiet()) {
      json = json.with(QUIET_FOR, JsonFields.of(terms.times().quietFor().toSeconds()));
    }
    json =
        json.with("not_environment_scoped", new JsonBoolean(terms.knownUnscoped()))
            .with("aborting", new JsonBoolean(progress.aborting()))
            .with("problem", progress.problem())
            .with("orphan", progress.unclaimedKey())
            .with("note", progress.note())
            .with("failures", JsonFields.of(progress.failures()))
            .with("next_attempt", JsonFields.of(progress.nextAttempt()));
    return Json.pretty(json) + "\n";
  }

  /** Reads a text of {@link #write}; empty for any other text. */
  static Optional<OrderJson> read(String text) {
    try {
      return Json.parse(text) instanceof JsonObject json && VERSION.equals(json.string("version"))
          ? Optional.of(new OrderJson(order(json), progress(json)))
          : Optional.empty();
    } catch (JsonParseException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static RotationOrder order(JsonObject json) {
    String target = json.string("target");
    return new RotationOrder(
        JsonFields.time(json, "begun"),
        JsonFields.text(json, "by"),
        new Terms(
            JsonFields.text(json, "remote_url"),
            JsonFields.text(json, "minting"),
            new DrainTimes(
                seconds(json, "overlap_seconds"),
                json.get(QUIET_FOR) == null ? Duration.ZERO : seconds(json, QUIET_FOR),
                json.get(DEADLINE) == null ? null : seconds(json, DEADLINE)),
            JsonFields.flag(json, "not_environment_scoped")),
        JsonFields.text(json, "old_prefix"),
        target == null ? targets(json) : List.of(target));
  }

  private static List<String> targets(JsonObject json) {
    List<String> targets = JsonFields.texts(json, "targets");
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a member is missing");
    }
    return targets;
  }

  private static Duration seconds(JsonObject json, String name) {
    return Duration.ofSeconds(JsonFields.number(json, name));
  }

  private static RotationProgress progress(JsonObject json) {
    return new RotationProgress(
        JsonFields.flag(json, "aborting"),
        JsonFields.text(json, "problem"),
        json.string("orphan"),
        JsonFields.text(json, "note"),
        (int) JsonFields.number(json, "failures"),
        JsonFields.timeOrNull(json, "next_attempt"));
  }
}
