package io.github.basetenci.cli.secrets;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Team;
import io.github.basetenci.auth.Teams;
import io.github.basetenci.shim.auth.EmptyIsUnset;
import io.github.basetenci.shim.auth.LoginChoice;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that choose a secret and its team. */
final class SecretChoice {
  @Mixin LoginChoice login = new LoginChoice();

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The name of the secret.")
  @Nullable String argument;

  @Option(names = "--name", paramLabel = "NAME", description = "The same as NAME.")
  @Nullable String option;

  @Option(
      names = "--team",
      converter = EmptyIsUnset.class,
      paramLabel = "TEAM",
      description = "Name or id of its team. Default: the only team, or the default one.")
  @Nullable String team;

  String name() throws UsageException {
    if ((argument == null) == (option == null)) {
      throw new UsageException("say which secret with NAME or with --name, one of the two");
    }
    return argument != null ? argument : String.valueOf(option);
  }

  ManagementApi open(Session session) throws Exception {
    return LoginChoice.open(session, login.find(session));
  }

  Team team(ManagementApi api) throws Exception {
    return new Teams(api.teams()).namedOrDefault(team);
  }
}
