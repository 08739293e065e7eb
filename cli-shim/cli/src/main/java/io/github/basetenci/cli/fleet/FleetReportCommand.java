package io.github.basetenci.cli.fleet;

import io.github.basetenci.cli.fleet.ReviewOptions.Surveyed;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet report}. */
@Command(
    name = "report",
    description = "Print a report on every key of the file: ages, last uses, due dates, drift.")
public final class FleetReportCommand extends BaseCommand {
  @Mixin ReviewOptions options = new ReviewOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "The form of the report: ${COMPLETION-CANDIDATES}. The HTML is one page that needs nothing"
              + " else. Default: md.")
  ReportFormat format = ReportFormat.md;

  @Override
  protected int run(Session session) throws Exception {
    if (format != ReportFormat.json && !session.output().isText()) {
      throw new UsageException("--format " + format + " is no JSON; leave out -o and --jq");
    }
    Surveyed surveyed = options.survey(session);
    JsonObject json = ReviewJson.of(surveyed.review());
    String text =
        switch (format) {
          case md -> new MarkdownReport(surveyed.review()).text();
          case html -> new HtmlReport(surveyed.review()).text();
          case json -> Json.pretty(json) + "\n";
        };
    // A name on a server can be a key that somebody pasted in the wrong field.
    session.output().result(json, KeyShapes.mask(text));
    return surveyed.code();
  }
}
