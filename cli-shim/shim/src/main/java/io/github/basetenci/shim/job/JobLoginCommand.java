package io.github.basetenci.shim.job;

import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.key.Masker;
import io.github.basetenci.shim.auth.PrivateLoginOptions;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code job login}. */
@Command(
    name = "login",
    description = {
      "Log in for the rest of a CI job: in a private directory, and by variables that later steps"
          + " get.",
      "The user's own files stay as they are. The directory also holds what 'job logout' needs."
    })
public final class JobLoginCommand extends BaseCommand {
  @Mixin PrivateLoginOptions login = new PrivateLoginOptions();
  @Mixin JobOptions job = new JobOptions();

  @Option(
      names = "--export",
      paramLabel = "FORMAT",
      description =
          "How to hand the variables over: github (the file GITHUB_ENV), dotenv (a file of GitLab),"
              + " bash (commands for eval), azure (logging commands) or json.")
  @Nullable ExportFormat export;

  @Override
  protected int run(Session session) throws Exception {
    if (export == null) {
      throw new UsageException(
          "--export is missing: say how later steps get the variables, with github, dotenv, bash,"
              + " azure or json");
    }
    ExportFormat format = export;
    ExportDestination destination = job.destination(session, format);
    if (login.isFileLess() && !job.exportSecret) {
      throw new UsageException(
          "--file-less puts the key into variables, so it goes with --export-secret alone");
    }
    Path named = job.named(session);
    Path wanted = named == null ? JobOptions.ofJob(session) : named;
    List<LoginPlan> logins = login.plans(session);
    hide(session, format, logins);
    List<String> workspaces = new ArrayList<>();
    for (LoginPlan each : logins) {
      workspaces.add(workspace(login.check(session, each)));
    }
    JobDirectory directory = JobDirectory.create(wanted, named == null);
    boolean taken = false;
    try {
      taken = write(session, format, destination, logins, directory);
    } finally {
      // A login of which no later step knows would only stay.
      if (!taken) {
        directory.delete();
      }
    }
    if (!taken) {
      return ExitCode.FAILURE;
    }
    report(session, logins, workspaces, directory);
    return ExitCode.OK;
  }

  private static String workspace(Optional<UserInfo> user) {
    String name = user.isEmpty() ? null : user.get().workspaceName();
    return name == null ? "" : name;
  }

  /** In the rest of the job's log, where the CI can be told to. */
  private static void hide(Session session, ExportFormat format, List<LoginPlan> logins) {
    StringBuilder masks = new StringBuilder();
    for (LoginPlan each : logins) {
      KeyForms.of(each.key()).forEach(form -> masks.append(format.mask(form)));
    }
    session.output().handOver(masks.toString());
  }

  private boolean write(
      Session session,
      ExportFormat format,
      ExportDestination destination,
      List<LoginPlan> logins,
      JobDirectory directory)
      throws CommandException, StoreException {
    LoginPlan first = logins.get(0);
    PrivateLogin made =
        login.isFileLess()
            ? PrivateLogin.inVariables(first)
            : PrivateLogin.inDirectory(logins, directory.path(), login.allowsUnknownRemote());
    Map<String, String> variables =
        JobVariables.of(made, first, job.exportSecret, session.environment());
    variables.put(JobVariables.DIRECTORY, directory.path().toString());
    refuseKeys(session, variables);
    String text = format.variables(variables);
    directory.writeRecord(
        JobRecord.of(directory.path().toString(), format, variables, session.host().environment()));
    for (Map.Entry<String, byte[]> file : new TreeMap<>(made.files()).entrySet()) {
      directory.write(file.getKey(), file.getValue());
    }
    return destination.write(text);
  }

  /** A key from a file or a pipe may also stand in a name, where nobody could have seen it yet. */
  private static void refuseKeys(Session session, Map<String, String> variables)
      throws CommandException {
    Masker masker = session.output().masker();
    for (Map.Entry<String, String> each : variables.entrySet()) {
      if (!JobVariables.isSecret(each.getKey())
          && !masker.mask(each.getValue()).equals(each.getValue())) {
        throw new CommandException(
            each.getKey()
                + " would hold the key in later steps; give what the key is for, never the key",
            ExitCode.FAILURE);
      }
    }
  }

  private void report(
      Session session, List<LoginPlan> logins, List<String> workspaces, JobDirectory directory) {
    for (int i = 0; i < logins.size(); i++) {
      LoginPlan each = logins.get(i);
      String workspace = workspaces.get(i);
      session
          .output()
          .note(
              "Logged in with key "
                  + each.key()
                  + (workspace.isEmpty() ? "" : " (" + Neutralizer.line(workspace) + ")")
                  + " as profile "
                  + each.profile()
                  + " for the rest of the job"
                  + (login.verifies() ? "." : ", not verified."));
    }
    session
        .output()
        .note("The login is in " + directory.path() + ", until 'baseten-ci job logout'.");
    LoginPlan first = logins.get(0);
    session
        .output()
        .summary(
            JsonObject.EMPTY
                .with("directory", directory.path().toString())
                .with("remotes", JsonValue.arrayOf(logins.stream().map(LoginPlan::remote).toList()))
                .with(
                    "profiles", JsonValue.arrayOf(logins.stream().map(LoginPlan::profile).toList()))
                .with("remote_url", first.url().toString())
                .with("key_prefix", first.key().prefix())
                .with("workspace_name", workspaces.get(0))
                .with("verified", new JsonBoolean(login.verifies())));
  }
}
