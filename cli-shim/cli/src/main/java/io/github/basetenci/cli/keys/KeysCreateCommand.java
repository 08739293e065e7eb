package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Team;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.Teams;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.auth.LoginChoice;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.text.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys create}. */
@Command(
    name = "create",
    description = "Create an API key and put it into a file, a login, or on standard output.")
public final class KeysCreateCommand extends BaseCommand {
  /**
   * The rule of Baseten's web page for names. It is not documented whether the API has this rule
   * too.
   */
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

  @Mixin LoginChoice choice = new LoginChoice();
  @Mixin DestinationOptions destinations = new DestinationOptions();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = KeyTypeConverter.class,
      completionCandidates = KeyTypeConverter.Words.class,
      description = "What the key may do: ${COMPLETION-CANDIDATES}.")
  @Nullable ApiKeyType type;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The name of the key: lower-case letters, digits and hyphens; unique within the team.")
  @Nullable String name;

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description =
          "Name or id of the team of the key. Default: the only team, or the default one.")
  @Nullable String team;

  @Option(
      names = "--model-id",
      paramLabel = "ID",
      description = "Limit the key to this model. May be repeated. Default: all models.")
  List<String> models = new ArrayList<>();

  @Override
  protected int run(Session session) throws Exception {
    ApiKeyType wantedType = checkedType();
    destinations.check();
    ActiveLogin login = choice.find(session);
    NewKeyDestination destination = destinations.destination(session, login);
    destination.check(session);
    ManagementApi api = LoginChoice.open(session, login);
    Team owning = wantedType.hasTeam() ? new Teams(api.teams()).namedOrDefault(team) : null;
    String teamName = owning == null ? null : owning.name();
    if (api.forbidsNewKeys(wantedType)) {
      String forbidden = KeyView.type(wantedType);
      throw new CommandException(
          "the organization allows no new keys of type "
              + forbidden
              + CommandWords.ADVICE.on(Situation.NEW_KEYS_FORBIDDEN, forbidden),
          ExitCode.REFUSED);
    }
    CreateApiKey wanted = new CreateApiKey(wantedType, name, models.isEmpty() ? null : models);
    NewKey made = new NewKey(api, wanted, owning == null ? null : owning.id(), teamName);
    String prefix = made.make(session, destination);
    report(
        session,
        destination,
        new ApiKeyInfo(prefix, wantedType, name, wanted.modelIds(), teamName, null));
    return ExitCode.OK;
  }

  /** The type of the key, after a check that the other flags fit it. */
  private ApiKeyType checkedType() throws UsageException {
    if (type == null) {
      throw new UsageException(
          "say with --type what the key may do: "
              + String.join(", ", new KeyTypeConverter.Words()));
    }
    if (name != null && !NAME.matcher(name).matches()) {
      throw new UsageException(
          "a key's name consists of lower-case letters, digits and hyphens; choose another --name");
    }
    if (!models.isEmpty() && !type.takesModels()) {
      throw new UsageException(
          "--model-id goes with --type workspace-invoke and workspace-export-metrics alone");
    }
    if (models.contains("")) {
      throw new UsageException("--model-id is empty; leave it out for a key for all models");
    }
    if (team != null && !type.hasTeam()) {
      throw new UsageException("a key of type " + KeyView.type(type) + " has no team");
    }
    return type;
  }

  private static void report(Session session, NewKeyDestination destination, ApiKeyInfo key)
      throws Exception {
    KeyView view = new KeyView(key);
    String team = key.teamName() == null ? "" : ", team " + view.team();
    String created =
        "Created key "
            + (key.name() == null ? "" : view.name() + " ")
            + view.maskedPrefix()
            + " ("
            + view.type()
            + team
            + ")";
    if (destination instanceof OutputDestination) {
      session.output().note(created + ". It is not shown again.");
      return;
    }
    JsonObject json =
        view.json()
            .without("owner")
            .without("created_at")
            .without("last_used_at")
            .with(destination.kind(), destination.shown());
    session
        .output()
        .result(json, created + " in " + destination.kind() + " " + destination.shown() + "\n");
  }
}
