package io.github.basetenci.shim.doctor;

import io.github.basetenci.auth.Explanation;
import io.github.basetenci.shim.auth.TimeLeft;
import io.github.basetenci.shim.doctor.checks.DoctorFinding;
import io.github.basetenci.shim.doctor.checks.Severity;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.LoginView;
import io.github.basetenci.shim.doctor.facts.ServerAnswer;
import io.github.basetenci.shim.doctor.facts.StoreFacts;
import io.github.basetenci.shim.doctor.facts.Tool;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report for people. It lists what was found, and the problems at the end. */
final class TextReport {
  private final Facts facts;
  private final List<DoctorFinding> findings;
  private final StringBuilder out = new StringBuilder();

  TextReport(Facts facts, List<DoctorFinding> findings) {
    this.facts = facts;
    this.findings = findings;
  }

  String print() {
    resolution();
    files();
    variables();
    tools();
    keyring();
    servers();
    if (!facts.notChecked().isEmpty()) {
      title("Not checked");
      facts.notChecked().forEach(this::line);
    }
    problems();
    return out.toString();
  }

  private void resolution() {
    title("Who is logged in when told nothing");
    for (LoginView login : facts.logins()) {
      line(String.format("%-11s %s", login.tool(), view(login)));
    }
    title("Where baseten-ci takes a key from to log in");
    rows(facts.loggingIn());
    title("Where baseten-ci takes the login in use from");
    rows(facts.using());
  }

  private static String view(LoginView login) {
    if (login.failure() != null) {
      return "no login: " + login.failure();
    }
    List<String> parts = new ArrayList<>();
    parts.add(login.key() == null ? login.authType() : "key " + login.key());
    if (login.url() != null) {
      parts.add(login.url());
    }
    parts.add("from " + login.source());
    return String.join(", ", parts);
  }

  private void rows(Explanation explanation) {
    int rank = 0;
    for (Explanation.Row row : explanation.rows()) {
      rank++;
      String detail = row.detail().isEmpty() ? "" : " (" + row.detail() + ")";
      line(String.format("%d. %-62s %s%s", rank, row.source(), row.state().text(), detail));
    }
  }

  private void files() {
    title("Files");
    file("trussrc", facts.trussrc(), ReportEntries.ofTrussrc(facts));
    file("auth.json", facts.authJson(), ReportEntries.ofAuthJson(facts));
  }

  private void file(String name, StoreFacts file, List<ReportEntries.Entry> entries) {
    String path = file.path() == null ? "(no path)" : file.path().toString();
    String state = "";
    if (!file.exists()) {
      state = file.path() == null || file.pathProblem() != null ? "" : ", does not exist";
    } else {
      state = file.mode() == null ? "" : ", mode " + file.mode();
      state +=
          file.directoryMode() == null ? "" : " in a directory of mode " + file.directoryMode();
      state += file.owner().isEmpty() ? "" : ", owner " + file.owner();
    }
    line(String.format("%-11s %s%s", name, path, state));
    if (file.unusable() != null) {
      line("  unusable: " + file.unusable());
    }
    for (ReportEntries.Entry entry : entries) {
      String url = entry.url().isEmpty() ? "(no URL)" : entry.url();
      String key = entry.keyPrefix().isEmpty() ? "" : ", key " + entry.keyPrefix() + "****";
      String kind =
          switch (entry.layout()) {
            case "trussrc" -> "remote";
            case "hosts" -> "label (layout of baseten 0.1)";
            default -> "profile";
          };
      line(
          "  "
              + kind
              + " '"
              + entry.name()
              + "': "
              + url
              + ", "
              + entry.authType()
              + key
              + (entry.expires() == null
                  ? ""
                  : ", access token " + TimeLeft.until(entry.expires(), facts.now()))
              + (entry.current() ? ", current" : ""));
    }
  }

  private void variables() {
    title("Variables that are set");
    var set = Variables.set(facts.environment().variables());
    set.forEach((name, filled) -> line(name + (filled ? "" : " (to nothing)")));
    if (set.isEmpty()) {
      line("none");
    }
  }

  private void tools() {
    title("Tools on PATH");
    for (Tool tool : List.of(facts.truss(), facts.baseten())) {
      String state =
          tool.path() == null
              ? "not there"
              : (tool.version() == null ? "version unknown" : tool.version().toString())
                  + ", "
                  + tool.path();
      line(String.format("%-11s %s", tool.kind().tool(), state));
      tool.lacks().forEach(lack -> line("  " + lack));
    }
  }

  private void keyring() {
    title("System keyring");
    List<String> names = facts.keyringRemotes().stream().map(TrussRemote::name).toList();
    line(
        String.format(
            "%-11s %s",
            "truss",
            facts.keyringDisabled()
                ? "never opens it (BASETEN_TRUSS_AUTH_KEYRING_DISABLED)"
                : names.isEmpty()
                    ? "does not open it: no remote has its secret there"
                    : "opens it for " + String.join(", ", names)));
    line(String.format("%-11s %s", "baseten", "asks it first for every profile, then auth.json"));
    line(String.format("%-11s %s", "baseten-ci", "never opens it"));
  }

  private void servers() {
    title("Servers");
    for (ServerAnswer answer : facts.servers()) {
      String who =
          answer.key() == null
              ? "asked without a key"
              : "key " + answer.key() + " of " + String.join(", ", answer.tools());
      String said = answer.failure() == null ? "HTTP " + answer.status() : "no answer";
      String type = answer.type() == null ? "" : ", type " + answer.type();
      String proxy = answer.proxy() == null ? "no proxy" : "proxy " + answer.proxy();
      line(answer.base() + ": " + said + ", " + who + type + ", " + proxy + clock(answer));
    }
    if (facts.servers().isEmpty()) {
      line("none asked");
    }
  }

  private static String clock(ServerAnswer answer) {
    Duration ahead = answer.clockAhead();
    // A Date header has whole seconds, so a small difference means nothing.
    return ahead == null
        ? ""
        : ahead.abs().toSeconds() < 60
            ? ", clocks agree"
            : ", our clock is "
                + ahead.abs().toSeconds()
                + " s "
                + (ahead.isNegative() ? "behind" : "ahead");
  }

  private void problems() {
    if (findings.isEmpty()) {
      out.append("\nNo problem found.\n");
      return;
    }
    title("Problems");
    for (DoctorFinding finding : findings) {
      line(String.format("%-8s %s", finding.severity().word(), finding.problem().id()));
      line("  " + finding.message());
      line("  " + finding.advice());
    }
    out.append('\n').append(count(Severity.ERROR)).append(", ");
    out.append(count(Severity.WARNING)).append(", ").append(count(Severity.INFO)).append(".\n");
  }

  private String count(Severity severity) {
    long number = findings.stream().filter(f -> f.severity() == severity).count();
    String word = severity == Severity.INFO ? "note" : severity.word();
    return String.format(Locale.ROOT, "%d %s%s", number, word, number == 1 ? "" : "s");
  }

  private void title(String text) {
    out.append(out.isEmpty() ? "" : "\n").append(text).append('\n');
  }

  private void line(String text) {
    int indent = text.length() - text.stripLeading().length();
    out.append("  ").append(" ".repeat(indent)).append(Neutralizer.line(text)).append('\n');
  }
}
