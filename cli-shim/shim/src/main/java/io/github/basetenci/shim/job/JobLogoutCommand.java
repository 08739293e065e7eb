package io.github.basetenci.shim.job;

import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code job logout}. */
@Command(
    name = "logout",
    description = {
      "Log this job out: delete the login that 'job login' made, and hand its variables back as they"
          + " were.",
      "A login that was killed half-way is undone too. The key itself stays valid."
    })
public final class JobLogoutCommand extends BaseCommand {
  @Mixin JobOptions job = new JobOptions();

  @Option(
      names = "--export",
      paramLabel = "FORMAT",
      description =
          "How to hand the variables back: github, dotenv, bash, azure or json. Default: as the"
              + " login did, but not to a dotenv file.")
  @Nullable ExportFormat export;

  @Override
  protected int run(Session session) throws Exception {
    if (export != null) {
      // What is wrong with the flags is said before anything is done.
      job.destination(session, export);
    }
    Path named = directory(session);
    Optional<JobDirectory> directory = JobDirectory.open(named);
    if (directory.isEmpty()) {
      session
          .output()
          .note(
              "Nothing to log out of: there is no login in "
                  + Neutralizer.line(named.toString())
                  + ".");
      report(session, named, false);
      return ExitCode.OK;
    }
    logout(session, directory.get());
    report(session, directory.get().path(), true);
    return ExitCode.OK;
  }

  /** What the flag names, else what the login exported, else what is named after the job. */
  private Path directory(Session session) throws Exception {
    Path named = job.named(session);
    if (named != null) {
      return named;
    }
    Optional<String> exported = session.environment().get(JobVariables.DIRECTORY);
    return exported.isPresent()
        ? session.host().workingDirectory().resolve(exported.get())
        : JobOptions.ofJob(session);
  }

  private void logout(Session session, JobDirectory directory) throws Exception {
    Optional<JobRecord> record = directory.record();
    if (record.isEmpty()) {
      directory.deleteWithoutRecord();
      return;
    }
    try {
      handBack(session, record.get());
    } finally {
      // The login ends, whatever became of the variables.
      directory.delete();
    }
  }

  private void handBack(Session session, JobRecord record) throws Exception {
    Map<String, String> variables = new TreeMap<>();
    record
        .variables()
        .forEach(
            (name, saved) -> {
              String now = session.host().environment().getOrDefault(name, "");
              if (!record.isStill(name, now)) {
                session.output().info(name + " is not what the login set, so it stays as it is.");
              } else if (!now.equals(saved.before())) {
                variables.put(name, saved.before());
              }
            });
    if (!job.exportSecret
        && variables.entrySet().removeIf(each -> holdsKey(each.getKey(), each.getValue()))) {
      session
          .output()
          .warn(
              "a variable with a key, which this login had replaced, is not handed back; pass"
                  + " --export-secret to job logout to change that");
    }
    ExportFormat format = export == null ? record.format() : export;
    boolean noFile = format == ExportFormat.dotenv && job.exportFile == null;
    if (!variables.isEmpty() && !noFile) {
      job.destination(session, format).write(format.variables(variables));
    }
  }

  private static boolean holdsKey(String name, String value) {
    return !value.isEmpty() && (JobVariables.isSecret(name) || KeyShapes.find(value).isPresent());
  }

  private static void report(Session session, Path directory, boolean loggedOut) {
    if (loggedOut) {
      session
          .output()
          .note("Logged out: " + Neutralizer.line(directory.toString()) + " is deleted.");
    }
    session
        .output()
        .summary(
            JsonObject.EMPTY
                .with("directory", directory.toString())
                .with("logged_out", new JsonBoolean(loggedOut)));
  }
}
