package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonNull;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.text.Neutralizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows a key of the server's list. */
final class KeyView {
  private final ApiKeyInfo key;

  KeyView(ApiKeyInfo key) {
    this.key = key;
  }

  /** The members that the management API sends. */
  JsonObject json() {
    ApiKeyInfo.Owner owner = key.owner();
    List<String> models = key.modelIds();
    return JsonObject.EMPTY
        .with("prefix", key.prefix())
        .with("type", key.type().value())
        .with("name", key.name())
        .with("model_ids", models == null ? JsonNull.NULL : JsonValue.arrayOf(models))
        .with("team_name", key.teamName())
        .with("created_at", text(key.createdAt()))
        .with("last_used_at", text(key.lastUsedAt()))
        .with(
            "owner",
            owner == null
                ? JsonNull.NULL
                : JsonObject.EMPTY
                    .with("user_id", owner.userId())
                    .with("email", owner.email())
                    .with("name", owner.name()));
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /** The day in UTC on which the key was created. */
  String created() {
    return day(key.createdAt());
  }

  /** The day in UTC on which the key was last used, as far as the server knows. */
  String lastUsed() {
    return day(key.lastUsedAt());
  }

  private static String day(@Nullable Instant time) {
    return time == null ? "-" : LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
  }

  String name() {
    String name = key.name();
    return name == null || name.isEmpty() ? "-" : Neutralizer.line(name);
  }

  String maskedPrefix() {
    return Neutralizer.line(key.prefix()) + "****";
  }

  /** The type, as the {@code baseten} command writes it. */
  String type() {
    return type(key.type());
  }

  static String type(ApiKeyType type) {
    return Neutralizer.line(type.value().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  String team() {
    String team = key.teamName();
    return team == null || team.isEmpty() ? "-" : Neutralizer.line(team);
  }

  /**
   * The models to which the key is limited, or {@code all models}; empty for types that have no
   * models.
   */
  String models() {
    List<String> models = key.modelIds();
    if (models == null || models.isEmpty()) {
      return key.type().takesModels() ? "all models" : "-";
    }
    return Neutralizer.line(String.join(",", models));
  }

  String owner() {
    ApiKeyInfo.Owner owner = key.owner();
    if (owner == null) {
      return "-";
    }
    String email = owner.email();
    return Neutralizer.line(email == null ? owner.userId() : email);
  }

  /** The cells of the key's line in a table. */
  List<String> cells() {
    return List.of(
        name(), maskedPrefix(), type(), team(), models(), owner(), created(), lastUsed());
  }
}
