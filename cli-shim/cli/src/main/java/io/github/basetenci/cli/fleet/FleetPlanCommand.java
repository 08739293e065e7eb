package io.github.basetenci.cli.fleet;

import io.github.basetenci.cli.annotation.Annotation;
import io.github.basetenci.cli.fleet.ReviewOptions.Surveyed;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.output.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet plan}. */
@Command(
    name = "plan",
    description =
        "Say which keys are due, and where keys and targets are not as the file says. Nothing is"
            + " changed.")
public final class FleetPlanCommand extends BaseCommand {
  @Mixin ReviewOptions options = new ReviewOptions();

  @Option(
      names = "--github",
      description =
          "Print annotations for a GitHub workflow instead of the text, and set the outputs due,"
              + " drift and problem of the step to their counts.")
  boolean github;

  @Override
  protected int run(Session session) throws Exception {
    if (github && !session.output().isText()) {
      throw new UsageException("--github prints annotations; leave out -o and --jq");
    }
    Surveyed surveyed = options.survey(session);
    ReviewView view = new ReviewView(surveyed.review());
    if (github) {
      String file = options.choice.name();
      ReviewAnnotations annotations =
          new ReviewAnnotations(surveyed.review(), Annotation.toRoot(session, file) + file);
      session.output().workflowCommands(annotations.commands());
      annotations.setOutputs(session);
      session.output().note(view.summary());
      return surveyed.code();
    }
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
