package io.github.basetenci.cli.fleet;

import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that look at all keys of a file. */
public final class ReviewOptions {
  /** Something is due, or has drifted, or is not known. No other code of the command is this. */
  static final int SOMETHING_TO_DO = 7;

  @Mixin FleetChoice choice = new FleetChoice();

  @Mixin StateOptions state = new StateOptions();

  @Option(
      names = "--exit-code",
      description = "End with exit code 7 if something is due, has drifted or is not known.")
  boolean exitCode;

  /** What a run of a command found. */
  record Surveyed(FleetReview review, int code) {}

  /** Reads the file, and asks workspaces and targets. */
  Surveyed survey(Session session) throws Exception {
    var fleet = choice.read(session);
    FleetSurvey survey =
        new FleetSurvey(
            session,
            choice.access(session),
            choice.targets(session),
            state.begun(session, choice.path(session)));
    FleetReview review = survey.of(fleet);
    int failed = survey.exitCode();
    return new Surveyed(
        review,
        failed != ExitCode.OK
            ? failed
            : exitCode && !review.isQuiet() ? SOMETHING_TO_DO : ExitCode.OK);
  }
}
