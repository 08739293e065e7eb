package io.github.basetenci.cli.secrets;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.secrets.ConfigCheck;
import io.github.basetenci.secrets.Rule.Level;
import io.github.basetenci.secrets.SecretFinding;
import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The findings of a check, in words and as JSON.
 *
 * @param file the configuration, as messages show it
 * @param team the team whose secrets were looked at, or null when no secrets were looked at
 */
record CheckReport(ConfigCheck check, String file, @Nullable String team) {
  long count(Level level) {
    return check.findings().stream().filter(it -> it.rule().level() == level).count();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (SecretFinding finding : check.findings()) {
      text.append(Neutralizer.line(finding.at().file()))
          .append(':')
          .append(finding.at().line())
          .append(':')
          .append(finding.at().column())
          .append(": ")
          .append(level(finding))
          .append(": ")
          .append(FindingWords.sentence(finding))
          .append(" (")
          .append(finding.rule().id())
          .append(")\n");
    }
    return text.append(summary()).append('\n').toString();
  }

  String summary() {
    return Neutralizer.line(file)
        + ": "
        + many(check.declared().size(), "secret")
        + " declared, "
        + many(count(Level.ERROR), "error")
        + ", "
        + many(count(Level.WARNING), "warning")
        + (team == null
            ? "; not compared with a workspace"
            : "; compared with team '" + Neutralizer.line(team) + "'");
  }

  JsonObject json() {
    List<JsonValue> items = new ArrayList<>();
    for (SecretFinding finding : check.findings()) {
      items.add(
          JsonObject.EMPTY
              .with("level", level(finding))
              .with("rule", finding.rule().id())
              .with("file", finding.at().file())
              .with("line", number(finding.at().line()))
              .with("column", number(finding.at().column()))
              .with("name", finding.name())
              .with("message", FindingWords.sentence(finding)));
    }
    return JsonObject.EMPTY
        .with("file", file)
        .with("team_name", team)
        .with("loads", new JsonBoolean(check.loads()))
        .with("declared", JsonValue.arrayOf(check.declared()))
        .with("errors", number(count(Level.ERROR)))
        .with("warnings", number(count(Level.WARNING)))
        .with("findings", new JsonArray(items));
  }

  private static String level(SecretFinding finding) {
    return finding.rule().level().name().toLowerCase(Locale.ROOT);
  }

  private static String many(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static JsonNumber number(long value) {
    return new JsonNumber(Long.toString(value));
  }
}
