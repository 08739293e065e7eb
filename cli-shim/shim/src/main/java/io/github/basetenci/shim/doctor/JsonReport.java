package io.github.basetenci.shim.doctor;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.auth.Explanation;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.doctor.checks.DoctorFinding;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.FileMode;
import io.github.basetenci.shim.doctor.facts.LoginView;
import io.github.basetenci.shim.doctor.facts.ServerAnswer;
import io.github.basetenci.shim.doctor.facts.StoreFacts;
import io.github.basetenci.shim.doctor.facts.Tool;
import io.github.basetenci.shim.doctor.facts.ToolVersion;
import io.github.basetenci.store.TrussRemote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The report for programs. The page docs/conformance/doctor.md describes its members. */
final class JsonReport {
  private final Facts facts;
  private final List<DoctorFinding> findings;

  JsonReport(Facts facts, List<DoctorFinding> findings) {
    this.facts = facts;
    this.findings = findings;
  }

  JsonObject print() {
    return JsonObject.EMPTY
        .with("findings", each(findings, JsonReport::finding))
        .with("resolution", resolution())
        .with("files", files())
        .with("variables", variables())
        .with("tools", each(List.of(facts.truss(), facts.baseten()), JsonReport::tool))
        .with("keyring", keyring())
        .with("servers", each(facts.servers(), JsonReport::server))
        .with("not_checked", JsonValue.arrayOf(facts.notChecked()));
  }

  private static JsonObject finding(DoctorFinding finding) {
    JsonObject json =
        JsonObject.EMPTY
            .with("id", finding.problem().id())
            .with("severity", finding.severity().word())
            .with("message", finding.message())
            .with("advice", finding.advice());
    Path path = finding.path();
    return path == null ? json : json.with("path", path.toString());
  }

  private JsonObject resolution() {
    return JsonObject.EMPTY
        .with("found", each(facts.logins(), JsonReport::login))
        .with("logging_in", rows(facts.loggingIn()))
        .with("using", rows(facts.using()));
  }

  private static JsonObject login(LoginView login) {
    return JsonObject.EMPTY
        .with("tool", login.tool())
        .with("logged_in", new JsonBoolean(login.failure() == null))
        .with("source", login.source())
        .with("remote_url", login.url())
        .with("auth_type", login.authType())
        .with("key_prefix", prefix(login.key()))
        .with("failure", login.failure());
  }

  private static JsonArray rows(Explanation explanation) {
    return each(
        explanation.rows(),
        row ->
            JsonObject.EMPTY
                .with("source", row.source())
                .with("state", row.state().name().toLowerCase(Locale.ROOT))
                .with("detail", row.detail()));
  }

  private JsonArray files() {
    return new JsonArray(
        List.of(
            file(facts.trussrc(), ReportEntries.ofTrussrc(facts)),
            file(facts.authJson(), ReportEntries.ofAuthJson(facts))));
  }

  private static JsonObject file(StoreFacts file, List<ReportEntries.Entry> entries) {
    return JsonObject.EMPTY
        .with("store", file.store().tool())
        .with("path", file.path() == null ? null : file.path().toString())
        .with("exists", new JsonBoolean(file.exists()))
        .with("mode", mode(file.mode()))
        .with("directory_mode", mode(file.directoryMode()))
        .with("owner", file.owner())
        .with("problem", file.unusable())
        .with(
            "layouts",
            JsonValue.arrayOf(
                entries.stream().map(ReportEntries.Entry::layout).distinct().toList()))
        .with(
            "entries",
            each(
                entries,
                entry ->
                    withEnd(
                        entry,
                        JsonObject.EMPTY
                            .with("layout", entry.layout())
                            .with("name", entry.name())
                            .with("current", new JsonBoolean(entry.current()))
                            .with("remote_url", entry.url())
                            .with("auth_type", entry.authType())
                            .with("key_prefix", entry.keyPrefix()))));
  }

  private static JsonObject withEnd(ReportEntries.Entry entry, JsonObject json) {
    return entry.expires() == null ? json : json.with("expires_at", entry.expires().toString());
  }

  private JsonArray variables() {
    List<JsonValue> set = new ArrayList<>();
    for (Map.Entry<String, Boolean> variable :
        Variables.set(facts.environment().variables()).entrySet()) {
      set.add(
          JsonObject.EMPTY
              .with("name", variable.getKey())
              .with("empty", new JsonBoolean(!variable.getValue())));
    }
    return new JsonArray(set);
  }

  private static JsonObject tool(Tool tool) {
    ToolVersion version = tool.version();
    return JsonObject.EMPTY
        .with("name", tool.kind().tool())
        .with("path", tool.path() == null ? null : tool.path().toString())
        .with("version", version == null ? null : version.toString())
        .with("lacks", JsonValue.arrayOf(tool.lacks()))
        .with("problem", tool.problem());
  }

  private JsonObject keyring() {
    return JsonObject.EMPTY
        .with("truss_disabled", new JsonBoolean(facts.keyringDisabled()))
        .with(
            "truss_looks_for",
            JsonValue.arrayOf(facts.keyringRemotes().stream().map(TrussRemote::name).toList()));
  }

  private static JsonObject server(ServerAnswer answer) {
    ApiKeyType type = answer.type();
    return JsonObject.EMPTY
        .with("url", answer.base().toString())
        .with("proxy", answer.proxy())
        .with("tools", JsonValue.arrayOf(answer.tools()))
        .with("key_prefix", prefix(answer.key()))
        .with("key_type", type == null ? null : type.value())
        .with("status", new JsonNumber(Integer.toString(answer.status())))
        .with("failure", answer.failure())
        .with(
            "clock_ahead_seconds",
            answer.clockAhead() == null
                ? JsonValue.JsonNull.NULL
                : new JsonNumber(Long.toString(answer.clockAhead().toSeconds())));
  }

  private static String prefix(@Nullable ApiKey key) {
    return key == null ? "" : key.prefix();
  }

  private static @Nullable String mode(@Nullable FileMode mode) {
    return mode == null ? null : mode.toString();
  }

  private static <T> JsonArray each(List<T> items, Function<T, JsonValue> json) {
    return new JsonArray(items.stream().map(json).toList());
  }
}
