package io.github.basetenci.shim.job;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a login leaves for its logout, before any of it exists. It lies in the login's directory,
 * which only its owner can enter, since an earlier value may be a key.
 *
 * @param directory the real path of the directory
 * @param format how the variables were handed over
 * @param variables what the login sets, by name
 */
record JobRecord(String directory, ExportFormat format, Map<String, Saved> variables) {
  private static final String FORM = "baseten-ci job login 1";

  JobRecord {
    variables = Map.copyOf(variables);
  }

  /**
   * One variable.
   *
   * @param digest of the value that the login sets, see {@link #digest}
   * @param before the value to go back to; empty for none
   */
  record Saved(String digest, String before) {
    /** Names no value: it may be a key. */
    @Override
    public String toString() {
      return "Saved[" + digest + "]";
    }
  }

  /**
   * @param variables what the login sets
   * @param environment the variables of the job so far
   */
  static JobRecord of(
      String directory,
      ExportFormat format,
      Map<String, String> variables,
      Map<String, String> environment) {
    Map<String, Saved> saved = new LinkedHashMap<>();
    variables.forEach(
        (name, value) ->
            saved.put(
                name, new Saved(digest(directory, value), environment.getOrDefault(name, ""))));
    return new JobRecord(directory, format, saved);
  }

  /** Whether the variable still has the value that the login gave it. */
  boolean isStill(String name, String value) {
    Saved saved = variables.get(name);
    return saved != null && saved.digest().equals(digest(directory, value));
  }

  /** One line of JSON. */
  byte[] toBytes() {
    JsonObject all = JsonObject.EMPTY;
    for (Map.Entry<String, Saved> each : variables.entrySet()) {
      all =
          all.with(
              each.getKey(),
              JsonObject.EMPTY
                  .with("digest", each.getValue().digest())
                  .with("before", each.getValue().before()));
    }
    String text =
        Json.compact(
            JsonObject.EMPTY
                .with("form", FORM)
                .with("directory", directory)
                .with("export", format.name())
                .with("variables", all));
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what {@link #toBytes} wrote; empty for anything else, such as another variable. */
  static Optional<JobRecord> parse(String text) {
    try {
      if (!(Json.parse(text) instanceof JsonObject object) || !FORM.equals(object.string("form"))) {
        return Optional.empty();
      }
      String directory = object.string("directory");
      Optional<ExportFormat> format = format(object.string("export"));
      Map<String, Saved> variables = new LinkedHashMap<>();
      JsonObject all = object.object("variables");
      for (String name : all.members().keySet()) {
        String digest = all.object(name).string("digest");
        String before = all.object(name).string("before");
        if (!JobVariables.isOurs(name) || digest == null || before == null) {
          return Optional.empty();
        }
        variables.put(name, new Saved(digest, before));
      }
      return directory == null || format.isEmpty()
          ? Optional.empty()
          : Optional.of(new JobRecord(directory, format.get(), variables));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<ExportFormat> format(@Nullable String name) {
    return Arrays.stream(ExportFormat.values()).filter(each -> each.name().equals(name)).findAny();
  }

  /** Tells whether a value is still the one that was set, without giving it away. */
  private static String digest(String directory, String value) {
    return Sha256.hex(directory + "\n" + value);
  }
}
