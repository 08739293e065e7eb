package io.github.basetenci.cli.secrets;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.SecretInfo;
import io.github.basetenci.auth.Teams;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.auth.EmptyIsUnset;
import io.github.basetenci.shim.auth.LoginChoice;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.output.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code secrets list}. */
@Command(name = "list", description = "List the names of the secrets. The server shows no values.")
public final class SecretsListCommand extends BaseCommand {
  @Mixin LoginChoice choice = new LoginChoice();

  @Option(
      names = "--team",
      converter = EmptyIsUnset.class,
      paramLabel = "TEAM",
      description = "Name or id of a team. Default: all teams that the key sees.")
  @Nullable String team;

  @Override
  protected int run(Session session) throws Exception {
    ManagementApi api = LoginChoice.open(session, choice.find(session));
    List<SecretInfo> secrets =
        api.secrets(team == null ? null : new Teams(api.teams()).named(team).id());
    if (secrets.isEmpty()) {
      session.output().note("No secrets found.");
    }
    Table table = new Table("NAME", "TEAM", "CREATED");
    List<JsonValue> items = new ArrayList<>();
    for (SecretInfo secret : secrets) {
      SecretView view = new SecretView(secret);
      table.add(view.cells());
      items.add(view.json());
    }
    session
        .output()
        .result(
            JsonObject.EMPTY.with("secrets", new JsonArray(items)),
            secrets.isEmpty() ? "" : table.text());
    return ExitCode.OK;
  }
}
