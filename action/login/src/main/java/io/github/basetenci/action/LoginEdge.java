package io.github.basetenci.action;

import io.github.basetenci.action.Inputs.Export;
import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.job.EphemeralRecord;
import io.github.basetenci.shim.job.JobAccount;
import io.github.basetenci.shim.job.JobLoginEdge;
import io.github.basetenci.shim.job.SavedVariables;
import io.github.basetenci.shim.output.Output;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only the action's login does: it uses inputs, state, outputs and the paths of the host. */
final class LoginEdge implements JobLoginEdge {
  private final ContainerJob job;
  private final Stage stage;
  private final Session session;
  private final Output output;
  private final Inputs inputs;
  private final List<JobAccount> found;
  private @Nullable LoginDirectory directory;
  private Map<String, String> exported = Map.of();

  /** A text that is the same for the same login without a key. */
  private String login = "";

  /** Whether an earlier step made this login, so that this one writes a new token alone. */
  private boolean renews;

  /** The caller's list {@code found} gets the logins, for errors that name a key's source. */
  LoginEdge(Stage stage, Session session, Inputs inputs, List<JobAccount> found) {
    this.job = stage.job();
    this.stage = stage;
    this.session = session;
    this.output = session.output();
    this.inputs = inputs;
    this.found = found;
  }

  @Override
  public List<JobAccount> accounts(boolean minting, LoginPlans.@Nullable Keyless keyless)
      throws WorkflowException, AuthException {
    found.addAll(new Accounts(session, inputs).find(keyless != null));
    if (inputs.export() == Export.ENV && found.size() > (keyless == null ? 1 : 0)) {
      throw new WorkflowException(
          "export: env goes with one login, for a variable holds one key; use export: both");
    }
    job.checkFile("GITHUB_STATE", "post could not log out");
    if (inputs.export() != Export.NONE) {
      job.checkFile("GITHUB_ENV", "no later step would see the login (export: none needs none)");
    }
    for (JobAccount each : found) {
      output.note("Key from " + each.source() + ", prefix " + each.plan().key() + ".");
    }
    return List.copyOf(found);
  }

  @Override
  public void granted(JobAccount account) {
    found.add(0, account);
    output.note("Exchanged by " + account.source() + ".");
  }

  @Override
  public void minting(EphemeralRecord key) {
    stage.core().saveState(SavedLogin.MINTED, Json.compact(key.toJson()));
  }

  @Override
  public void hide(Confidential key) {
    stage.masks().hide(key);
  }

  @Override
  public Path directory(String same) throws CommandException {
    login = same;
    if (!login.isEmpty() && inputs.export() == Export.FILES) {
      directory = LoginDirectory.ofEarlierStep(job, stage.paths(), login).orElse(null);
      renews = directory != null;
    }
    return Path.of(made().onHost());
  }

  private LoginDirectory made() throws WorkflowException {
    LoginDirectory made = directory;
    if (made == null) {
      made = LoginDirectory.named(job, stage.paths());
      directory = made;
      if (job.isAct()) {
        output.warn(
            "act shares nothing but the workspace with later steps, so the login is written there:"
                + " commit nothing, and upload nothing of it");
      }
    }
    return made;
  }

  @Override
  public void begin(Map<String, String> variables) throws CommandException {
    refuseTruss(variables);
    if (renews) {
      // The step that made the login undoes it.
      return;
    }
    if (inputs.export() == Export.NONE) {
      variables.clear();
    }
    SavedVariables all =
        SavedVariables.of(
            made().inContainer(), variables, name -> stage.paths().valueOnHost(job.variable(name)));
    output.debug("Saving what is about to be written.");
    stage
        .core()
        .saveState(
            SavedLogin.STATE,
            new SavedLogin(inputs.on().contains("logout"), all.withoutKeys()).toJson());
    JsonObject keys = all.keys();
    if (inputs.export() != Export.ENV || !keys.members().isEmpty()) {
      output.debug("Making the directory.");
      made().create();
    }
    if (!login.isEmpty() && inputs.export() != Export.ENV) {
      write(LoginDirectory.LOGIN, login.getBytes(StandardCharsets.UTF_8));
    }
    if (!keys.members().isEmpty()) {
      write(SavedLogin.KEPT, Json.compact(keys).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Truss uses no key without the pair of variables and without a remote in its trussrc. */
  private void refuseTruss(Map<String, String> variables) {
    for (JobAccount each : found) {
      if (!inputs.on().contains(Inputs.ALLOW_UNKNOWN_REMOTE) && !each.plan().url().isKnown()) {
        output.warn(
            each.plan().url()
                + " is none of the remotes that truss knows, and truss would send the key to"
                + " https://api.baseten.co, so truss is not logged in to it; set"
                + " allow-unknown-remote: true to change that");
        if (inputs.export() == Export.ENV) {
          variables.remove(Environment.TRUSS_API_KEY);
          variables.remove(Environment.TRUSS_REMOTE_URL);
        }
      }
    }
  }

  @Override
  public void write(String name, byte[] content) throws CommandException {
    output.debug("Writing " + name + ".");
    made().write(name, content);
  }

  @Override
  public boolean handOver(Map<String, String> variables) {
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      output.debug("Exporting " + variable.getKey() + ".");
      stage.core().exportVariable(variable.getKey(), variable.getValue());
    }
    exported = variables;
    return true;
  }

  @Override
  public void report(List<JobAccount> accounts) throws WorkflowException {
    outputs(accounts, inputs.export() == Export.ENV ? "" : made().onHost());
    for (JobAccount each : accounts) {
      String of = each.workspace().isEmpty() ? "" : " (" + each.workspace() + ")";
      output.note(
          (renews ? "Renewed the login with " : "Logged in with ")
              + (each.plan().credential() instanceof LoginCredential.Key ? "key " : "")
              + each.plan().credential()
              + of
              + " as profile "
              + each.plan().profile()
              + (each.verified() ? "" : ", not verified"));
    }
    JobAccount first = accounts.get(0);
    if (inputs.mintingKey() != null && !ApiKeyType.WORKSPACE_MANAGE_ALL.equals(first.type())) {
      String type = first.typeName();
      output.note(
          "A key of type " + type + " may neither push nor tell who it is (ephemeral-type).");
    }
    switch (inputs.export()) {
      case NONE ->
          output.note(
              "No later step sees the login by itself: use the outputs trussrc-path, config-dir.");
      case FILES -> output.info("The login is in " + made().onHost() + ".");
      default ->
          output.note("Every later step of the job sees the key in BASETEN_API_KEY (export).");
    }
    if (inputs.on().contains("doctor")) {
      new Doctor(job, stage.core(), stage.paths()).examine(made(), exported);
      output.debug("The doctor is done.");
    }
  }

  /** Sets the outputs; {@code config} is the directory on the host, empty when there is none. */
  private void outputs(List<JobAccount> accounts, String config) {
    output.debug("Setting the outputs.");
    JobAccount first = accounts.get(0);
    String trussrc = config.isEmpty() ? "" : config + "/trussrc";
    stage.core().setOutput("source", first.source());
    stage.core().setOutput("expires-at", first.expiresAt());
    stage.core().setOutput("key-prefix", first.plan().credential().shown());
    stage.core().setOutput("key-type", first.typeName());
    stage.core().setOutput("workspace", output.masker().mask(first.workspace()));
    stage.core().setOutput("trussrc-path", trussrc);
    stage.core().setOutput("config-dir", config);
    JsonObject result = JobAccount.result(accounts, trussrc, config);
    stage.core().setOutput("result-json", output.masker().mask(Json.compact(result)));
  }
}
