package io.github.basetenci.managed;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationState;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The finished rotations of one key, one on each line, the newest last. */
final class RotationHistory {
  /** At most so many entries are kept; older ones are dropped. */
  static final int KEPT = 100;

  private final PrivateFile file;

  RotationHistory(PrivateFile file) {
    this.file = file;
  }

  /** The finished rotations, the newest first. A line that cannot be read is left out. */
  List<PastRotation> read() throws RotationIOException {
    List<PastRotation> newestFirst = new ArrayList<>();
    for (String line : lines()) {
      parse(line).ifPresent(past -> newestFirst.add(0, past));
    }
    return List.copyOf(newestFirst);
  }

  /** Adds a rotation, unless a run that was killed has already added it. */
  void add(PastRotation past) throws RotationIOException {
    List<String> lines = new ArrayList<>(lines());
    boolean known =
        lines.stream().flatMap(line -> parse(line).stream()).anyMatch(other -> isSame(other, past));
    if (known) {
      return;
    }
    lines.add(Json.compact(json(past)));
    List<String> kept = lines.subList(Math.max(0, lines.size() - KEPT), lines.size());
    file.write(String.join("\n", kept) + "\n");
  }

  private static boolean isSame(PastRotation one, PastRotation other) {
    return one.begun().equals(other.begun())
        && one.oldPrefix().equals(other.oldPrefix())
        && one.newPrefix().equals(other.newPrefix());
  }

  private List<String> lines() throws RotationIOException {
    return file.read().orElse("").lines().filter(line -> !line.isBlank()).toList();
  }

  private static JsonObject json(PastRotation past) {
    return JsonObject.EMPTY
        .with("begun", past.begun().toString())
        .with("ended", past.ended().toString())
        .with("by", past.by())
        .with("old_prefix", past.oldPrefix())
        .with("new_prefix", past.newPrefix())
        .with("outcome", past.outcome().name())
        .with("note", past.note());
  }

  private static Optional<PastRotation> parse(String line) {
    try {
      return Json.parse(line) instanceof JsonObject json
          ? Optional.of(
              new PastRotation(
                  JsonFields.time(json, "begun"),
                  JsonFields.time(json, "ended"),
                  JsonFields.text(json, "by"),
                  JsonFields.text(json, "old_prefix"),
                  JsonFields.text(json, "new_prefix"),
                  RotationState.valueOf(JsonFields.text(json, "outcome")),
                  JsonFields.text(json, "note")))
          : Optional.empty();
    } catch (JsonParseException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
