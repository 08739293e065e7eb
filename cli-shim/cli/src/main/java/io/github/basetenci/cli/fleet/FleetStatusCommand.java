package io.github.basetenci.cli.fleet;

import io.github.basetenci.cli.fleet.ReviewOptions.Surveyed;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.output.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fleet status}. */
@Command(
    name = "status",
    description = "Show every key of the file: its age, its last use, when it is due, its state.")
public final class FleetStatusCommand extends BaseCommand {
  @Mixin ReviewOptions options = new ReviewOptions();

  @Override
  protected int run(Session session) throws Exception {
    Surveyed surveyed = options.survey(session);
    ReviewView view = new ReviewView(surveyed.review());
    Table table = new Table("KEY", "PREFIX", "AGE", "LAST USED", "DUE", "TARGETS", "STATE");
    view.keys()
        .forEach(
            row ->
                table.add(
                    List.of(
                        row.key(),
                        row.prefix(),
                        row.age(),
                        row.lastUsed(),
                        row.next(),
                        row.targets(),
                        row.state())));
    session.output().result(ReviewJson.of(surveyed.review()), table.text() + view.summary() + "\n");
    return surveyed.code();
  }
}
