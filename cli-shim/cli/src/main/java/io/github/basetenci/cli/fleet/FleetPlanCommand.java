package io.github.basetenci.cli.fleet;

import io.github.basetenci.cli.fleet.ReviewOptions.Surveyed;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.output.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fleet plan}. */
@Command(
    name = "plan",
    description =
        "Say which keys are due, and where keys and targets are not as the file says. Nothing is"
            + " changed.")
public final class FleetPlanCommand extends BaseCommand {
  @Mixin ReviewOptions options = new ReviewOptions();

  @Override
  protected int run(Session session) throws Exception {
    Surveyed surveyed = options.survey(session);
    ReviewView view = new ReviewView(surveyed.review());
    Table table = new Table("WHAT", "KEY", "");
    List<ReviewView.FindingRow> findings = view.findings();
    findings.forEach(row -> table.add(List.of(row.word(), row.about(), row.sentence())));
    session
        .output()
        .result(
            ReviewJson.of(surveyed.review()),
            (findings.isEmpty() ? "" : table.text()) + view.summary() + "\n");
    return surveyed.code();
  }
}
