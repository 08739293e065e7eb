package io.github.basetenci.sandbox;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** The endpoint below {@code /_sandbox} that decides how the list reports the last use of keys. */
final class LastUseControl {
  private static final int LONGEST_LAG_SECONDS = 366 * 86_400;
  private static final int LONGEST_TEXT = 64;

  private final Workspace workspace;

  LastUseControl(Workspace workspace) {
    this.workspace = workspace;
  }

  void addTo(Router router) {
    router
        .on("POST", ControlEndpoints.ROOT + "last-uses", this::report)
        .on("DELETE", ControlEndpoints.ROOT + "last-uses", this::reportPromptly);
  }

  /**
   * Takes {@code {"report": "time" or "null" or "absent", "lag_seconds": N}}, or {@code {"prefix":
   * "...", "time": "..."}} for one key.
   */
  private Answer report(Call call) throws Refusal {
    BodyFields fields = BodyFields.of(call);
    if (fields.has("prefix")) {
      String time = fields.text("time", LONGEST_TEXT, null);
      workspace
          .uses()
          .report(fields.text("prefix", LONGEST_TEXT), time == null ? null : instant(time));
      return Answer.ok(Answer.object());
    }
    Duration lag = Duration.ofSeconds(fields.number("lag_seconds", 0, LONGEST_LAG_SECONDS, 0));
    switch (String.valueOf(fields.text("report", LONGEST_TEXT, "time"))) {
      case "time" -> workspace.uses().report(LastUseReports.late(lag));
      case "null" -> workspace.uses().report(LastUseReports.NULL);
      case "absent" -> workspace.uses().report(LastUseReports.ABSENT);
      default -> throw Refusal.invalid("report is one of time, null, absent.");
    }
    return Answer.ok(Answer.object());
  }

  private Answer reportPromptly(Call call) {
    workspace.uses().report(LastUseReports.PROMPT);
    return Answer.ok(Answer.object());
  }

  private static Instant instant(String time) throws Refusal {
    try {
      return Instant.parse(time);
    } catch (DateTimeException e) {
      throw Refusal.invalid("time must be like 2026-11-30T09:00:00Z.");
    }
  }
}
