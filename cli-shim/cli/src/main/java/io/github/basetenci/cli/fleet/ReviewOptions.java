package io.github.basetenci.cli.fleet;

import io.github.basetenci.cli.rotate.JournalDirectory;
import io.github.basetenci.fleet.BegunRotation;
import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that look at all keys of a file. */
public final class ReviewOptions {
  /** Something is due, or has drifted, or is not known. No other code of the command is this. */
  static final int SOMETHING_TO_DO = 7;

  @Mixin FleetChoice choice = new FleetChoice();

  @Option(
      names = "--journal",
      paramLabel = "DIRECTORY",
      description =
          "The directory of the journals of rotations. Default:"
              + " ~/.local/state/baseten-ci/rotations.")
  @Nullable String journal;

  @Option(
      names = "--exit-code",
      description = "End with exit code 7 if something is due, has drifted or is not known.")
  boolean exitCode;

  /** What a run of a command found. */
  record Surveyed(FleetReview review, int code) {}

  /** Reads the file, and asks workspaces and targets. */
  Surveyed survey(Session session) throws Exception {
    var fleet = choice.read(session);
    Path directory = choice.path(session).getParent();
    FleetSurvey survey =
        new FleetSurvey(
            session,
            new MintingAccess(
                session, directory == null ? session.host().workingDirectory() : directory),
            choice.targets(session),
            begun(session));
    FleetReview review = survey.of(fleet);
    int failed = survey.exitCode();
    return new Surveyed(
        review,
        failed != ExitCode.OK
            ? failed
            : exitCode && !review.isQuiet() ? SOMETHING_TO_DO : ExitCode.OK);
  }

  private List<BegunRotation> begun(Session session) throws UsageException, RotationIOException {
    return JournalDirectory.of(session, journal).unfinished().stream()
        .map(
            record ->
                new BegunRotation(
                    record.plan().oldPrefix(), record.newPrefix(), record.state().name()))
        .toList();
  }
}
