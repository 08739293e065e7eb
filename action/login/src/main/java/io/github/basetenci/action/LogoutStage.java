package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ToolkitException;
import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.action.toolkit.container.HostPaths;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.job.EphemeralRecord;
import io.github.basetenci.shim.job.JobLogoutCommand;
import io.github.basetenci.shim.job.JobLogoutEdge;
import io.github.basetenci.shim.job.JobVariables;
import io.github.basetenci.shim.job.SavedVariables;
import io.github.basetenci.shim.output.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The post stage runs {@code job logout}. Post stages run in the reverse order of their main
 * stages, so that the last login is undone first. A failure is a warning unless {@code
 * strict-logout} is true.
 */
final class LogoutStage {
  private final ContainerJob job;
  private final Stage stage;
  private final List<WorkflowException> failures = new ArrayList<>();

  LogoutStage(ContainerJob job, TlsChoice tls) {
    this.job = job;
    // The runner keeps masks for the post stage. This process must hide keys in its own output.
    this.stage = Stage.begin(job, tls);
  }

  /** The exit code: 0, or 1 when something is left and {@code strict-logout} is true. */
  int run() {
    boolean strict = false;
    try {
      strict = Inputs.strictLogout(job);
    } catch (ToolkitException e) {
      failures.add(Sentences.of(e, List.of()));
    }
    List<String> line = new ArrayList<>(List.of("job", "logout"));
    line.addAll(Inputs.network(job));
    ShimRun shim = new ShimRun(stage);
    JobLogoutCommand command = new JobLogoutCommand(Edge::new);
    shim.job(shim.environment(), command, line)
        .forEach(failure -> failures.add(Sentences.of(failure, List.of())));
    for (WorkflowException failure : failures) {
      if (strict) {
        stage.log().error(failure.sentence(), failure.fix());
      } else {
        stage.log().say(LogLevel.WARNING, failure.sentence());
      }
    }
    return strict && !failures.isEmpty() ? 1 : 0;
  }

  private final class Edge implements JobLogoutEdge {
    private final Session session;
    private final HostPaths paths = stage.paths();
    private Optional<LoginDirectory> directory = Optional.empty();

    Edge(Session session) {
      this.session = session;
    }

    @Override
    public Optional<SavedVariables> saved() throws WorkflowException {
      String state = stage.core().getState(SavedLogin.STATE);
      if (state.isEmpty()) {
        session.output().note("Nothing to log out of: no login of this step was written.");
        return Optional.empty();
      }
      SavedLogin login = SavedLogin.parse(state);
      directory = LoginDirectory.saved(job, login.saved().directory());
      if (directory.isEmpty()) {
        throw new WorkflowException("the state of this step names no login's directory");
      }
      if (!login.logout()) {
        session.output().note("The login stays, as logout: false says.");
        return Optional.empty();
      }
      JsonObject kept = kept(directory.get());
      for (String name : kept.members().keySet()) {
        stage.keys().addText(String.valueOf(kept.string(name)));
      }
      return Optional.of(login.saved().withKeys(kept));
    }

    /** The earlier values that are keys. Without their file they count as not set. */
    private JsonObject kept(LoginDirectory of) {
      try {
        String text = of.read(SavedLogin.KEPT).orElse("{}");
        return Json.parse(text) instanceof JsonObject object ? object : JsonObject.EMPTY;
      } catch (CommandException e) {
        failures.add(Sentences.of(e, List.of()));
      } catch (JsonParseException e) {
        failures.add(
            new WorkflowException(
                "the variables of an outer login were not put back: " + e.getMessage()));
      }
      return JsonObject.EMPTY;
    }

    @Override
    public String now(String variable) {
      return paths.valueOnHost(job.variable(variable));
    }

    @Override
    public void handBack(Map<String, String> variables) {
      variables.forEach(
          (name, before) -> {
            session.output().debug("Putting back " + name + ".");
            stage.core().exportVariable(name, before.isEmpty() ? JobVariables.unset(name) : before);
          });
    }

    @Override
    public void delete() throws CommandException {
      if (directory.isPresent()) {
        directory.get().delete();
      }
    }

    @Override
    public Optional<EphemeralRecord> minted() throws WorkflowException {
      String state = stage.core().getState(SavedLogin.MINTED);
      Optional<EphemeralRecord> minted = EphemeralRecord.parse(state);
      if (minted.isEmpty() && !state.isEmpty()) {
        throw new WorkflowException(
            "the state of this step does not name the ephemeral key that its main stage minted, so"
                + " it was not deleted");
      }
      return minted;
    }

    @Override
    public ApiKey mintingKey() throws WorkflowException {
      Inputs.read(job);
      try {
        return ApiKey.of(Inputs.mintingKey(job));
      } catch (InvalidKeyException e) {
        throw new WorkflowException(
            "minting-api-key " + e.getMessage() + " in the post stage", null, e);
      }
    }

    @Override
    public void report() {
      if (failures.isEmpty()) {
        String done = "the files of the login are deleted, and its variables are put back.";
        session.output().note("Logged out: " + done);
      }
    }
  }
}
