package io.github.basetenci.cli.fleet;

import io.github.basetenci.fleet.FleetReview;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A report for a job summary. Texts of servers and files cannot become a link, a picture, HTML or
 * another cell.
 */
final class MarkdownReport {
  private static final String SPECIAL = "\\`*_{}[]()#!|~";

  private final FleetReview review;
  private final ReviewView view;

  MarkdownReport(FleetReview review) {
    this.review = review;
    this.view = new ReviewView(review);
  }

  String text() {
    StringBuilder text = new StringBuilder("## Baseten keys\n\n");
    text.append(view.summary())
        .append(" (")
        .append(review.at().truncatedTo(ChronoUnit.SECONDS))
        .append(")\n");
    List<ReviewView.FindingRow> findings = view.findings();
    if (!findings.isEmpty()) {
      text.append("\n| what | key | |\n|---|---|---|\n");
      findings.forEach(row -> text.append(line(List.of(row.word(), row.about(), row.sentence()))));
    }
    text.append("\n| key | prefix | age | last used | due | targets | state |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (ReviewView.KeyRow row : view.keys()) {
      text.append(
          line(
              List.of(
                  row.key(),
                  row.prefix(),
                  row.age(),
                  row.lastUsed(),
                  row.next(),
                  row.targets(),
                  row.state())));
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(MarkdownReport::escaped)
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (c == '&' || c == '<' || c == '>' || c == '@') {
                out.append("&#").append(c).append(';');
                return;
              }
              if (SPECIAL.indexOf(c) >= 0) {
                out.append('\\');
              }
              out.appendCodePoint(c);
            });
    return out.toString();
  }
}
