package io.github.basetenci.cli.secrets;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Team;
import io.github.basetenci.auth.Teams;
import io.github.basetenci.cli.annotation.Annotation;
import io.github.basetenci.secrets.ConfigCheck;
import io.github.basetenci.secrets.ConfigNode;
import io.github.basetenci.secrets.Rule.Level;
import io.github.basetenci.secrets.SourceLocation;
import io.github.basetenci.shim.auth.EmptyIsUnset;
import io.github.basetenci.shim.auth.LoginChoice;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secrets check}. */
@Command(
    name = "check",
    description =
        "Say, before a push, what is wrong with the secrets of a Truss: those that the workspace"
            + " lacks, values in the file, names that collide, and what truss would refuse.")
public final class SecretsCheckCommand extends BaseCommand {
  @Mixin LoginChoice choice = new LoginChoice();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "A config.yaml, or the directory of a Truss. Default: here.")
  @Nullable String path;

  @Option(
      names = "--team",
      converter = EmptyIsUnset.class,
      paramLabel = "TEAM",
      description = "Name or id of the team to push to. Default: the only one, or the default one.")
  @Nullable String team;

  @Option(names = "--offline", description = "Check only the files, and ask no server.")
  boolean offline;

  @Option(names = "--strict", description = "Fail on warnings too.")
  boolean strict;

  @Option(
      names = "--github",
      description = "Print annotations for a GitHub workflow instead of the text.")
  boolean github;

  @Override
  protected int run(Session session) throws Exception {
    if (github && !session.output().isText()) {
      throw new UsageException("--github prints annotations; leave out -o and --jq");
    }
    if (offline && team != null) {
      throw new UsageException("--offline and --team are mutually exclusive");
    }
    ConfigFile file = ConfigFile.of(session.host().workingDirectory(), path);
    ConfigCheck check = inFiles(file);
    String compared = offline ? null : inWorkspace(session, check);
    CheckReport report = new CheckReport(check, file.name(), compared);
    if (github) {
      session
          .output()
          .workflowCommands(
              Annotations.of(check.findings(), Annotation.toRoot(session, file.name())));
      session.output().note(report.summary() + ".");
    } else {
      session.output().result(report.json(), report.text());
    }
    boolean bad = report.count(Level.ERROR) > 0 || (strict && report.count(Level.WARNING) > 0);
    return bad ? ExitCode.FAILURE : ExitCode.OK;
  }

  private static ConfigCheck inFiles(ConfigFile file) throws Exception {
    String text = file.text();
    ConfigCheck check = new ConfigCheck(file.name(), text == null ? "" : text);
    if (text == null) {
      check.unreadable(
          new SourceLocation(file.name(), 1, 1), "this is no text in UTF-8, which truss refuses");
      return check;
    }
    try {
      ConfigNode config = TrussYaml.read(file.name(), text);
      check.config(config);
      ModelCode code = ModelCode.of(config, file.directory(), file.shownDirectory());
      check.code(code.files(), code.modelFile(), code.className());
    } catch (TrussYaml.Unreadable e) {
      check.unreadable(e.at(), e.getMessage() + ", which truss refuses");
    }
    return check;
  }

  /** The name of the team whose secrets were compared. */
  private String inWorkspace(Session session, ConfigCheck check) throws Exception {
    ManagementApi api = LoginChoice.open(session, choice.find(session));
    Team target = new Teams(api.teams()).namedOrDefault(team);
    check.inventory(target, api.secrets(target.id()), api.secrets(null));
    return target.name();
  }
}
