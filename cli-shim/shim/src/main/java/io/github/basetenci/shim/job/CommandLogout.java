package io.github.basetenci.shim.job;

import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A logout by the command {@code job logout}. It follows the record in the directory of the login.
 */
final class CommandLogout implements JobLogoutEdge {
  private final Session session;
  private final JobLogoutCommand flags;
  private @Nullable JobDirectory directory;
  private @Nullable JobRecord record;

  CommandLogout(Session session, JobLogoutCommand flags) throws UsageException {
    this.session = session;
    this.flags = flags;
    if (flags.export != null) {
      // Wrong flags are reported before anything is changed.
      flags.job.destination(session, flags.export);
    }
  }

  @Override
  public Optional<SavedVariables> saved() throws Exception {
    Path named = named();
    Optional<JobDirectory> open = JobDirectory.open(named);
    if (open.isEmpty()) {
      session
          .output()
          .note(
              "Nothing to log out of: there is no login in "
                  + Neutralizer.line(named.toString())
                  + ".");
      summary(named, false);
      return Optional.empty();
    }
    directory = open.get();
    record = directory.record().orElse(null);
    return Optional.of(
        record == null
            ? new SavedVariables(directory.path().toString(), Map.of())
            : record.saved());
  }

  @Override
  public String now(String variable) {
    return session.host().environment().getOrDefault(variable, "");
  }

  @Override
  public void handBack(Map<String, String> before) throws Exception {
    if (record == null) {
      return;
    }
    Map<String, String> variables = new TreeMap<>(before);
    if (!flags.job.exportSecret
        && variables.entrySet().removeIf(each -> holdsKey(each.getKey(), each.getValue()))) {
      session
          .output()
          .warn(
              "a variable with a key, which this login had replaced, is not handed back; pass"
                  + " --export-secret to job logout to change that");
    }
    ExportFormat format = flags.export == null ? record.format() : flags.export;
    boolean noFile = format == ExportFormat.dotenv && flags.job.exportFile == null;
    if (!variables.isEmpty() && !noFile) {
      flags.job.destination(session, format).write(format.variables(variables));
    }
  }

  @Override
  public void delete() throws CommandException {
    if (directory != null && record == null) {
      directory.deleteWithoutRecord();
    } else if (directory != null) {
      directory.delete();
    }
  }

  @Override
  public Optional<EphemeralRecord> minted() {
    return record == null ? Optional.empty() : Optional.ofNullable(record.minted());
  }

  @Override
  public ApiKey mintingKey() throws Exception {
    ExplicitKey given = flags.minting.read(session);
    if (given == null) {
      throw new CommandException(
          "the key that minted it was not given with --minting-key-env, --minting-key-file or"
              + " --minting-key-stdin",
          ExitCode.FAILURE);
    }
    GivenKey key = session.givenKeys().require(given);
    session.uses(key);
    return key.key();
  }

  @Override
  public void report() {
    if (directory != null) {
      Path path = directory.path();
      session.output().note("Logged out: " + Neutralizer.line(path.toString()) + " is deleted.");
      summary(path, true);
    }
  }

  /**
   * The directory that the flag names, else the directory that the login exported, else the
   * directory named after the job.
   */
  private Path named() throws UsageException {
    Path named = flags.job.named(session);
    if (named != null) {
      return named;
    }
    Optional<String> exported = session.environment().get(JobVariables.DIRECTORY);
    return exported.isPresent()
        ? session.host().workingDirectory().resolve(exported.get())
        : JobOptions.ofJob(session);
  }

  private void summary(Path path, boolean loggedOut) {
    session
        .output()
        .summary(
            JsonObject.EMPTY
                .with("directory", path.toString())
                .with("logged_out", new JsonBoolean(loggedOut)));
  }

  private static boolean holdsKey(String name, String value) {
    return !value.isEmpty() && (JobVariables.isSecret(name) || KeyShapes.find(value).isPresent());
  }
}
