package io.github.basetenci.shim.job;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a login saves for its logout, before it makes anything else. The record is in the login's
 * directory, which only the owner can enter, because the earlier value of a variable may be a key.
 *
 * @param format how the variables were handed over
 * @param saved the variables that the login sets, and the real path of the directory
 * @param minted the key that the login has minted or is going to mint; null for none
 * @param login a text that is the same for the same login without a key; empty for one with a key
 */
record JobRecord(
    ExportFormat format, SavedVariables saved, @Nullable EphemeralRecord minted, String login) {
  private static final String FORM = "baseten-ci job login 1";

  /** The real path of the directory. */
  String directory() {
    return saved.directory();
  }

  /** The variables that the login sets, by name. */
  Map<String, SavedVariables.Saved> variables() {
    return saved.variables();
  }

  /** One line of JSON. */
  byte[] toBytes() {
    JsonObject object =
        saved.addTo(JsonObject.EMPTY.with("form", FORM).with("export", format.name()));
    if (!login.isEmpty()) {
      object = object.with("login", login);
    }
    String text = Json.compact(minted == null ? object : object.with("minted", minted.toJson()));
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #toBytes} wrote; empty for any other text, such as one with a variable that
   * no login sets.
   */
  static Optional<JobRecord> parse(String text) {
    try {
      if (!(Json.parse(text) instanceof JsonObject object) || !FORM.equals(object.string("form"))) {
        return Optional.empty();
      }
      Optional<ExportFormat> format = format(object.string("export"));
      if (format.isEmpty() || !isOurs(object.object("variables"))) {
        return Optional.empty();
      }
      Optional<EphemeralRecord> minted = EphemeralRecord.of(object.object("minted"));
      if (object.get("minted") != null && minted.isEmpty()) {
        return Optional.empty();
      }
      return SavedVariables.of(object)
          .map(
              saved ->
                  new JobRecord(
                      format.get(),
                      saved,
                      minted.orElse(null),
                      Objects.requireNonNullElse(object.string("login"), "")));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private static boolean isOurs(JsonObject variables) {
    return variables.members().keySet().stream()
        .allMatch(
            name ->
                JobVariables.isOurs(name)
                    && variables.object(name).string("before") != null
                    && variables.object(name).get("kept") == null);
  }

  private static Optional<ExportFormat> format(@Nullable String name) {
    return Arrays.stream(ExportFormat.values()).filter(each -> each.name().equals(name)).findAny();
  }
}
