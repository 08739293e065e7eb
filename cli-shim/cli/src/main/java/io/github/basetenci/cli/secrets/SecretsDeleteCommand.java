package io.github.basetenci.cli.secrets;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.SecretInfo;
import io.github.basetenci.api.Team;
import io.github.basetenci.secrets.TeamSecrets;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.Confirmation;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code secrets delete}. */
@Command(name = "delete", description = "Delete a secret. It cannot be undone.")
public final class SecretsDeleteCommand extends BaseCommand {
  @Mixin SecretChoice choice = new SecretChoice();
  @Mixin Confirmation confirmation = new Confirmation();

  @Override
  protected int run(Session session) throws Exception {
    String name = choice.name();
    ManagementApi api = choice.open(session);
    Team team = choice.team(api);
    TeamSecrets secrets = new TeamSecrets(api, team);
    SecretInfo secret = secrets.find(name);
    String what = "secret " + Neutralizer.line(name) + " of team " + Neutralizer.line(team.name());
    confirmation.require(session, "Delete " + what);
    secrets.delete(secret);
    session.output().result(new SecretView(secret).json(), "Deleted " + what + "\n");
    return ExitCode.OK;
  }
}
