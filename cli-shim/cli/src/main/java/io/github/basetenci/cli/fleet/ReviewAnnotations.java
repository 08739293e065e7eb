package io.github.basetenci.cli.fleet;

import io.github.basetenci.cli.annotation.Annotation;
import io.github.basetenci.cli.annotation.Annotation.Kind;
import io.github.basetenci.fleet.FleetFinding;
import io.github.basetenci.fleet.FleetFinding.Level;
import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.fleet.KeyReview;
import io.github.basetenci.fleet.WorkspaceReview;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/** A review as a step of a GitHub workflow tells it: at the lines of the file, and in outputs. */
record ReviewAnnotations(FleetReview review, String file) {
  private static final String OUTPUTS = "GITHUB_OUTPUT";

  /** Commands for the runner. What needs nothing to be done has none. */
  String commands() {
    StringBuilder commands = new StringBuilder();
    for (WorkspaceReview workspace : review.workspaces()) {
      String name = workspace.workspace().name();
      workspace
          .findings()
          .forEach(finding -> add(commands, workspace.workspace().at().line(), name, finding));
      for (KeyReview key : workspace.keys()) {
        key.findings()
            .forEach(finding -> add(commands, key.key().at().line(), key.key().label(), finding));
      }
    }
    return commands.toString();
  }

  private void add(StringBuilder commands, int line, String about, FleetFinding finding) {
    Level level = finding.level();
    if (level == Level.NOTE) {
      return;
    }
    Kind kind = level == Level.DUE ? Kind.notice : level == Level.DRIFT ? Kind.warning : Kind.error;
    commands.append(
        new Annotation(
                kind,
                file,
                line,
                0,
                "fleet plan: " + word(level),
                about + " " + FindingSentence.of(finding))
            .command());
  }

  /**
   * Sets the outputs {@code due}, {@code drift} and {@code problem} of the step to their counts.
   */
  void setOutputs(Session session) throws CommandException {
    Optional<String> name = session.environment().get(OUTPUTS);
    if (name.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (Level level : Level.values()) {
      if (level != Level.NOTE) {
        lines.append(word(level)).append('=').append(review.count(level)).append('\n');
      }
    }
    try {
      Files.writeString(
          Path.of(name.get()),
          lines,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException | InvalidPathException e) {
      throw new CommandException(
          "the file of "
              + OUTPUTS
              + ", "
              + Neutralizer.line(name.get())
              + ", could not be written; outside a workflow, leave out --github",
          ExitCode.FAILURE);
    }
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /** Only the file, because a finding may be about anything. */
  @Override
  public String toString() {
    return "ReviewAnnotations";
  }
}
