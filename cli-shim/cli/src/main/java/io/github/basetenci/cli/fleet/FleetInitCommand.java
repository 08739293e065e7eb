package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.cli.fleet.file.FleetFile;
import io.github.basetenci.cli.fleet.file.InvalidFleetFileException;
import io.github.basetenci.cli.fleet.init.FleetDraft;
import io.github.basetenci.cli.fleet.init.FleetText;
import io.github.basetenci.cli.fleet.init.Found;
import io.github.basetenci.cli.fleet.init.ListedWorkspace;
import io.github.basetenci.cli.fleet.init.NameFilter;
import io.github.basetenci.cli.fleet.init.TargetSearch;
import io.github.basetenci.cli.rotate.TargetKinds;
import io.github.basetenci.fleet.FleetWorkspace;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet init}. */
@Command(
    name = "init",
    description =
        "Write a first file from what is there: the keys of workspaces, the logins of this machine,"
            + " secrets of GitHub, credentials of Jenkins. Which key is where is not guessed. Where FILE is -, the"
            + " file is printed.")
public final class FleetInitCommand extends BaseCommand {
  private static final String PRINTED = "-";

  /** The part of a name by which a secret counts if nothing else is asked for. */
  private static final String USUAL_PART = "BASETEN";

  @Mixin FleetChoice choice = new FleetChoice();
  @Mixin WorkspaceOptions workspaces = new WorkspaceOptions();

  @Option(
      names = "--from",
      paramLabel = "WHAT",
      description =
          "What else may have keys: github:ORGANIZATION, github:OWNER/REPOSITORY,"
              + " github:OWNER/REPOSITORY@ENVIRONMENT, jenkins:URL of a controller or a folder,"
              + " file:PATH. May be repeated.")
  List<String> from = new ArrayList<>();

  @Option(
      names = "--name-contains",
      paramLabel = "TEXT",
      description =
          "List secrets of GitHub and secret texts of Jenkins with this text in their name. May be"
              + " repeated; an empty text lists all. Default: BASETEN.")
  List<String> parts = new ArrayList<>();

  @Option(
      names = "--no-logins",
      description = "Leave out the logins, key files and variables of this machine.")
  boolean noLogins;

  @Option(
      names = {"-f", "--force"},
      description = "Replace the file if it exists.")
  boolean force;

  @Override
  protected int run(Session session) throws Exception {
    boolean printed = choice.name().equals(PRINTED);
    if (printed && !session.output().isText()) {
      throw new UsageException("the file - is printed, and is no JSON; leave out -o and --jq");
    }
    for (String each : from) {
      TargetSearch.check(each);
    }
    Path directory = choice.directory(session);
    List<FleetWorkspace> named = workspaces.read(session, directory);
    WrittenFile file = new WrittenFile(choice.path(session), choice.name(), force);
    if (!printed) {
      file.check();
    }
    Found found = new Found();
    List<ListedWorkspace> listed = list(session, named, found);
    TargetSearch search =
        new TargetSearch(
            session,
            directory,
            new NameFilter(parts.isEmpty() ? List.of(USUAL_PART) : parts),
            found);
    if (!noLogins) {
      search.logins();
    }
    for (String each : from) {
      search.search(each);
    }
    FleetDraft draft = new FleetDraft(listed, found, choice.targets(session));
    if (draft.keyCount() == 0) {
      throw new CommandException(
          "no key was found that a fleet file could name; it names team keys, and neither personal"
              + " keys nor minting keys",
          ExitCode.FAILURE);
    }
    String text = session.output().masker().mask(FleetText.of(draft));
    requireRight(text, choice.targets(session));
    found.problems().forEach(session.output()::warn);
    if (printed) {
      session.output().result(JsonObject.EMPTY, text);
    } else {
      file.write(text);
      session.output().result(json(draft, found), summary(draft));
    }
    return found.problems().isEmpty() ? ExitCode.OK : ReviewOptions.SOMETHING_TO_DO;
  }

  /**
   * The keys of each workspace. One that cannot be asked is a problem of the file.
   *
   * @throws CommandException if none could be asked
   */
  private List<ListedWorkspace> list(Session session, List<FleetWorkspace> named, Found found)
      throws UsageException, AuthException, CommandException, InterruptedException {
    MintingAccess access = choice.access(session);
    List<ListedWorkspace> listed = new ArrayList<>();
    List<WorkspaceFailure> failures = new ArrayList<>();
    for (FleetWorkspace workspace : named) {
      try {
        Confidential secret = access.secret(workspace);
        listed.add(
            new ListedWorkspace(
                workspace,
                access.open(workspace, secret).keyList().keys(),
                secret instanceof ApiKey key ? key.prefix() : null));
      } catch (UsageException
          | CommandException
          | AuthException
          | ApiException
          | TransportException e) {
        WorkspaceFailure failure = WorkspaceFailure.of(e);
        failures.add(failure);
        found.problem("the keys of " + workspace.name() + ": " + failure.problem());
        listed.add(new ListedWorkspace(workspace, List.of(), null));
      }
    }
    if (failures.size() == named.size()) {
      throw new CommandException(failures.get(0).problem(), failures.get(0).code());
    }
    return listed;
  }

  /** Reads what was made as every other command would, so that no wrong file is left. */
  private void requireRight(String text, TargetKinds targets) throws CommandException {
    try {
      FleetFile.read(choice.name(), text.getBytes(StandardCharsets.UTF_8), targets);
    } catch (InvalidFleetFileException e) {
      throw new CommandException(
          "what was found makes no file that is right ("
              + e.problems().get(0).path()
              + " "
              + e.problems().get(0).problem()
              + "); nothing was written",
          ExitCode.FAILURE);
    }
  }

  private JsonObject json(FleetDraft draft, Found found) {
    return JsonObject.EMPTY
        .with("file", choice.name())
        .with("workspaces", number(workspaces.workspaces.size()))
        .with("keys", number(draft.keyCount()))
        .with("targets", number(draft.targetCount()))
        .with("undecided", number(draft.undecidedCount()))
        .with("not_listed", JsonValue.arrayOf(found.problems()));
  }

  private static JsonNumber number(int number) {
    return new JsonNumber(Integer.toString(number));
  }

  private String summary(FleetDraft draft) {
    int undecided = draft.undecidedCount();
    return "Wrote "
        + choice.name()
        + ": "
        + Counted.of(draft.keyCount(), "key")
        + " and "
        + Counted.of(draft.targetCount(), "target")
        + ".\n"
        + (undecided == 0
            ? ""
            : Counted.of(undecided, "target")
                + (undecided == 1 ? " does" : " do")
                + " not tell which key "
                + (undecided == 1 ? "it has" : "they have")
                + "; the end of the file says what to do.\n");
  }
}
