package io.github.basetenci.action.toolkit.differential;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a call did, under the names of {@link #FIELDS}. */
record Outcome(Map<String, String> fields) {
  static final List<String> FIELDS =
      List.of(
          "printed",
          "ENV",
          "OUTPUT",
          "STATE",
          "PATH",
          "STEP_SUMMARY",
          "thrown",
          "returned",
          "exitCode",
          "path");

  /** Reads a line of {@code calls.mjs}. */
  static Outcome parse(String line) {
    return of(
        Stream.of(line.split(" ", -1))
            .map(hex -> new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8))
            .toList());
  }

  static Outcome of(List<String> values) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      fields.put(FIELDS.get(i), values.get(i));
    }
    return new Outcome(fields);
  }

  String get(String field) {
    return fields.get(field);
  }

  boolean wroteNothing() {
    return FIELDS.subList(0, 6).stream().allMatch(field -> get(field).isEmpty());
  }
}
