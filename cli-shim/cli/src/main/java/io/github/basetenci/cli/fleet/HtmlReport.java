package io.github.basetenci.cli.fleet;

import io.github.basetenci.fleet.FleetFinding.Level;
import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.fleet.KeyReview;
import io.github.basetenci.fleet.TargetReading;
import io.github.basetenci.text.Neutralizer;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A report as one page. The page loads nothing and runs no script, which its policy states for the
 * browser, too. It follows the colours that the reader prefers, and on a narrow window each row of
 * a table becomes a block.
 */
final class HtmlReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Baseten keys</title>
      <style>
      :root { color-scheme: light dark; --page: #fff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --row: #f6f8fa; --due: #7d4e00; --drift: #a40e26; --right: #116329; }
      @media (prefers-color-scheme: dark) { :root { --page: #0d1117; --text: #f0f6fc; --soft: #9198a1; --line: #3d444d; --row: #151b23; --due: #e3b341; --drift: #ff9a92; --right: #56d364; } }
      body { background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
      h1 { font-size: 1.7rem; line-height: 1.2; margin: .5rem 0; }
      h1 + p { font-size: 1.15rem; margin: 0; }
      time, th { color: var(--soft); font-size: .875rem; }
      h2 { font-size: 1.2rem; margin: 1.8rem 0 .4rem; }
      table { border-collapse: collapse; width: 100%; border: 1px solid var(--line); }
      th, td { text-align: left; vertical-align: top; padding: .4rem .7rem; }
      th { background: var(--row); white-space: nowrap; }
      tbody tr { border-top: 1px solid var(--line); }
      td[class] { white-space: nowrap; font-weight: 600; }
      .due, .rotating { color: var(--due); }
      .drift, .problem, .drifted, .unknown, .missing { color: var(--drift); }
      .right { color: var(--right); }
      @media (max-width: 45rem) {
        table { border: 0; }
        thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        tr { display: block; background: var(--row); border: 1px solid var(--line); border-radius: .4rem; padding: .4rem 0; margin-bottom: .6rem; }
        td { display: block; padding: .1rem .7rem; }
        td[data-label] { display: grid; grid-template-columns: 5.5rem 1fr; }
        td[data-label]::before { content: attr(data-label); color: var(--soft); font-size: .875rem; font-weight: 400; }
      }
      </style>
      </head>
      <body>
      <h1>Baseten keys</h1>
      """;

  private final FleetReview review;
  private final ReviewView view;
  private final StringBuilder page = new StringBuilder(HEAD);

  HtmlReport(FleetReview review) {
    this.review = review;
    this.view = new ReviewView(review);
  }

  String text() {
    page.append("<p>").append(escaped(view.summary())).append("</p>\n<p><time>");
    page.append(review.at().truncatedTo(ChronoUnit.SECONDS)).append("</time></p>\n");
    List<ReviewView.FindingRow> findings = view.findings();
    section("What to look at", findings.stream().filter(row -> row.level() != Level.NOTE).toList());
    keys();
    section("Good to know", findings.stream().filter(row -> row.level() == Level.NOTE).toList());
    targets();
    return page.append("</body>\n</html>\n").toString();
  }

  private void section(String title, List<ReviewView.FindingRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    begin(title, "What", "Key", "");
    for (ReviewView.FindingRow row : rows) {
      page.append("<tr>");
      cell("What", row.word(), row.word());
      cell("Key", row.about(), "");
      cell("", row.sentence(), "");
      page.append("</tr>\n");
    }
    page.append("</tbody>\n</table>\n");
  }

  private void keys() {
    begin("Keys", "Key", "Prefix", "Age", "Last used", "Due", "Targets", "State");
    for (ReviewView.KeyRow row : view.keys()) {
      page.append("<tr>");
      cell("Key", row.key(), "");
      cell("Prefix", row.prefix(), "");
      cell("Age", row.age(), "");
      cell("Last used", row.lastUsed(), "");
      cell("Due", row.next(), "");
      cell("Targets", row.targets(), "");
      cell("State", row.state(), row.state().equals("not found") ? "missing" : row.state());
      page.append("</tr>\n");
    }
    page.append("</tbody>\n</table>\n");
  }

  private void targets() {
    begin("Targets", "Key", "Target", "Has");
    for (KeyReview key : review.keys()) {
      for (TargetReading target : key.targets()) {
        String prefix = target.prefix();
        page.append("<tr>");
        cell("Key", view.label(key.key()), "");
        cell("Target", Neutralizer.line(target.target()), "");
        cell(
            "Has",
            switch (target.outcome()) {
              case READ -> prefix == null || prefix.isEmpty() ? "no key" : Neutralizer.line(prefix);
              case NOT_READABLE -> "does not tell";
              case FAILED -> "could not be read";
            },
            "");
        page.append("</tr>\n");
      }
    }
    page.append("</tbody>\n</table>\n");
  }

  private void begin(String title, String... heads) {
    page.append("<h2>").append(title).append("</h2>\n<table>\n<thead><tr>");
    for (String head : heads) {
      page.append("<th scope=\"col\">").append(head.isEmpty() ? "Finding" : head).append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
  }

  private void cell(String label, String text, String style) {
    page.append("<td");
    if (!label.isEmpty()) {
      page.append(" data-label=\"").append(label).append('"');
    }
    if (!style.isEmpty()) {
      page.append(" class=\"").append(style).append('"');
    }
    page.append('>').append(escaped(text)).append("</td>");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
