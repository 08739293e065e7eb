package io.github.basetenci.cli.secrets;

import io.github.basetenci.api.SecretInfo;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a stored secret. */
record SecretView(SecretInfo secret) {
  /** The members that the management API sends. */
  JsonObject json() {
    return JsonObject.EMPTY
        .with("id", secret.id())
        .with("name", secret.name())
        .with("team_name", secret.teamName())
        .with("created_at", secret.createdAt());
  }

  /** The cells of the secret's line in a table. */
  List<String> cells() {
    return List.of(
        Neutralizer.line(secret.name()), cell(secret.teamName()), cell(secret.createdAt()));
  }

  private static String cell(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : Neutralizer.line(text);
  }
}
