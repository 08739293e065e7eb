package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.fleet.FleetFinding;
import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.fleet.KeyReview;
import io.github.basetenci.fleet.TargetReading;
import io.github.basetenci.fleet.WorkspaceReview;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A review as JSON. */
final class ReviewJson {
  private ReviewJson() {}

  static JsonObject of(FleetReview review) {
    JsonObject counts = JsonObject.EMPTY;
    for (FleetFinding.Level level : FleetFinding.Level.values()) {
      counts =
          counts.with(
              level.name().toLowerCase(Locale.ROOT),
              new JsonNumber(Long.toString(review.count(level))));
    }
    return JsonObject.EMPTY
        .with("at", review.at().toString())
        .with("counts", counts)
        .with("workspaces", array(review.workspaces().stream().map(ReviewJson::of).toList()));
  }

  private static JsonValue of(WorkspaceReview review) {
    return JsonObject.EMPTY
        .with("name", review.workspace().name())
        .with("url", review.workspace().url().toString())
        .with("findings", findings(review.findings()))
        .with("keys", array(review.keys().stream().map(ReviewJson::of).toList()));
  }

  private static JsonValue of(KeyReview review) {
    ApiKeyInfo current = review.current();
    return JsonObject.EMPTY
        .with("key", review.key().label())
        .with("line", new JsonNumber(Integer.toString(review.key().at().line())))
        .with("prefix", current == null ? null : current.prefix())
        .with("name", current == null ? null : current.name())
        .with("type", current == null ? null : current.type().value())
        .with("team", current == null ? null : current.teamName())
        .with("created_at", time(current == null ? null : current.createdAt()))
        .with("last_used_at", time(current == null ? null : current.lastUsedAt()))
        .with("due_at", time(review.due()))
        .with("rotated_by", review.key().rotatedBy())
        .with("targets", array(review.targets().stream().map(ReviewJson::of).toList()))
        .with("findings", findings(review.findings()));
  }

  private static JsonValue of(TargetReading target) {
    return JsonObject.EMPTY
        .with("target", target.target())
        .with("outcome", target.outcome().name())
        .with("prefix", target.prefix());
  }

  private static JsonArray findings(List<FleetFinding> findings) {
    return array(
        findings.stream()
            .<JsonValue>map(
                finding ->
                    JsonObject.EMPTY
                        .with("level", finding.level().name())
                        .with("kind", finding.kind().name())
                        .with("facts", JsonValue.arrayOf(finding.facts()))
                        .with("sentence", FindingSentence.of(finding)))
            .toList());
  }

  private static JsonArray array(List<? extends JsonValue> items) {
    return new JsonArray(List.copyOf(items));
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
