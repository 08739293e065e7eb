package io.github.basetenci.cli.secrets;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Team;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.secrets.TeamSecrets;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code secrets set}. */
@Command(
    name = "set",
    description = "Store a secret. Its value is read from standard input, a file or a variable.")
public final class SecretsSetCommand extends BaseCommand {
  @Mixin SecretChoice choice = new SecretChoice();
  @Mixin ValueOptions value = new ValueOptions();

  @Option(names = "--no-replace", description = "Fail if a secret of this name is stored already.")
  boolean noReplace;

  @Override
  protected int run(Session session) throws Exception {
    String name = choice.name();
    ManagementApi api = choice.open(session);
    String text = value.read(session);
    Team team = choice.team(api);
    TeamSecrets.Written written = new TeamSecrets(api, team).set(name, text, !noReplace);
    written.warnings().forEach(session.output()::warn);
    session
        .output()
        .result(
            new SecretView(written.secret())
                .json()
                .with("replaced", new JsonBoolean(written.replaced())),
            (written.replaced() ? "Replaced" : "Created")
                + " secret "
                + Neutralizer.line(name)
                + " of team "
                + Neutralizer.line(team.name())
                + "\n");
    return ExitCode.OK;
  }
}
