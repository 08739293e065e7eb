package io.github.basetenci.shim.job;

import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.key.Masker;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import io.github.basetenci.text.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A login by the command {@code job login}. It follows the flags, and keeps its record in the
 * directory of the login.
 */
final class CommandLogin implements JobLoginEdge {
  private final Session session;
  private final JobLoginCommand flags;
  private final ExportFormat format;
  private final ExportDestination destination;
  private final @Nullable Path named;
  private final Path wanted;
  private @Nullable JobDirectory directory;
  private @Nullable EphemeralRecord minted;

  /** A text that is the same for the same login without a key in the same job. */
  private String login = "";

  /** The record of the same login of an earlier step, which this one renews. */
  private @Nullable JobRecord earlier;

  /** The text that later goes to the destination. */
  private String text = "";

  CommandLogin(Session session, JobLoginCommand flags) throws UsageException {
    this.session = session;
    this.flags = flags;
    if (flags.export == null) {
      throw new UsageException(
          "--export is missing: say how later steps get the variables, with github, dotenv, bash,"
              + " azure or json");
    }
    this.format = flags.export;
    this.destination = flags.job.destination(session, format);
    if (flags.login.isFileLess() && !flags.job.exportSecret) {
      throw new UsageException(
          "--file-less puts the key into variables, so it goes with --export-secret alone");
    }
    this.named = flags.job.named(session);
    this.wanted = named == null ? JobOptions.ofJob(session) : named;
  }

  @Override
  public List<JobAccount> accounts(boolean minting, LoginPlans.@Nullable Keyless keyless)
      throws Exception {
    String mintingFlag = flags.minting.flag();
    if (!minting && mintingFlag != null) {
      throw new UsageException(mintingFlag + " goes with --ephemeral alone; add that");
    }
    List<LoginPlan> plans;
    if (minting) {
      ExplicitKey key = flags.minting.read(session);
      if (key == null) {
        throw new UsageException(
            "--ephemeral needs the key that mints; give it with --minting-key-env,"
                + " --minting-key-file or --minting-key-stdin");
      }
      plans = flags.login.plansToMint(session, key);
    } else if (keyless == null) {
      plans = flags.login.plans(session);
    } else {
      flags.login.checkRemote(session, keyless.url());
      plans = flags.login.further(session);
    }
    plans.forEach(plan -> hide(plan.credential().secret()));
    for (LoginPlan plan : plans) {
      flags.login.checkRemote(session, plan);
    }
    return plans.stream().map(plan -> JobAccount.unverified(plan, source(plan))).toList();
  }

  private String source(LoginPlan plan) {
    return plan.credential() instanceof LoginCredential.Key key
        ? session.source(key.key())
        : "the stored login '" + plan.profile() + "'";
  }

  @Override
  public boolean asksForTypes() {
    return false;
  }

  @Override
  public void minting(EphemeralRecord key) throws CommandException {
    minted = key;
    open().writeRecord(record(Map.of()));
  }

  /** Prints the masks, for a CI that can hide texts in its log. */
  @Override
  public void hide(Confidential key) {
    StringBuilder masks = new StringBuilder();
    KeyForms.of(key).forEach(form -> masks.append(format.mask(form)));
    session.output().handOver(masks.toString());
  }

  @Override
  public Path directory(String same) throws CommandException {
    String job =
        CiJob.directory(session.environment(), session.host()).map(Path::toString).orElse("");
    // Jobs that share a directory must not undo each other's login.
    login = same.isEmpty() ? "" : Sha256.hex(same + '\n' + job);
    if (!login.isEmpty() && directory == null) {
      Optional<JobDirectory> there = JobDirectory.open(wanted);
      earlier =
          there.isPresent() && (!job.isEmpty() || isNamed(there.get()))
              ? there.get().record().filter(record -> record.login().equals(login)).orElse(null)
              : null;
      directory = earlier == null ? null : there.get();
    }
    return open().path();
  }

  /** Whether a login of an earlier step handed this directory over; tells jobs of any CI apart. */
  private boolean isNamed(JobDirectory there) {
    return session
        .environment()
        .get(JobVariables.DIRECTORY)
        .filter(there.path().toString()::equals)
        .isPresent();
  }

  @Override
  public void begin(Map<String, String> variables) throws CommandException {
    variables.put(JobVariables.DIRECTORY, open().path().toString());
    refuseKeys(variables);
    text = format.variables(variables);
    open().writeRecord(record(variables));
  }

  @Override
  public void write(String name, byte[] content) throws CommandException {
    open().write(name, content);
  }

  @Override
  public boolean handOver(Map<String, String> variables) throws CommandException {
    return destination.write(text);
  }

  @Override
  public boolean takesBack() {
    return true;
  }

  @Override
  public void takeBack() throws CommandException {
    if (directory != null && earlier == null) {
      directory.delete();
    }
  }

  @Override
  public void report(List<JobAccount> accounts) throws CommandException {
    for (JobAccount each : accounts) {
      String workspace = each.workspace();
      session
          .output()
          .note(
              "Logged in with "
                  + (each.plan().credential() instanceof LoginCredential.Key ? "key " : "")
                  + each.plan().credential()
                  + (workspace.isEmpty() ? "" : " (" + Neutralizer.line(workspace) + ")")
                  + " as profile "
                  + each.plan().profile()
                  + " for the rest of the job"
                  + (flags.login.verifies() ? "." : ", not verified."));
    }
    session.output().note("The login is in " + open().path() + ", until 'baseten-ci job logout'.");
    List<LoginPlan> logins = accounts.stream().map(JobAccount::plan).toList();
    LoginPlan first = logins.get(0);
    session
        .output()
        .summary(
            JsonObject.EMPTY
                .with("directory", open().path().toString())
                .with("remotes", JsonValue.arrayOf(logins.stream().map(LoginPlan::remote).toList()))
                .with(
                    "profiles", JsonValue.arrayOf(logins.stream().map(LoginPlan::profile).toList()))
                .with("remote_url", first.url().toString())
                .with("key_prefix", first.credential().shown())
                .with("expires_at", accounts.get(0).expiresAt())
                .with("workspace_name", accounts.get(0).workspace())
                .with("verified", new JsonBoolean(flags.login.verifies())));
  }

  /** The directory, which is made when it is first needed. */
  private JobDirectory open() throws CommandException {
    JobDirectory open = directory;
    if (open == null) {
      open = JobDirectory.create(wanted, named == null);
      directory = open;
    }
    return open;
  }

  private JobRecord record(Map<String, String> variables) throws CommandException {
    Map<String, String> now = session.host().environment();
    UnaryOperator<String> before = name -> now.getOrDefault(name, "");
    return new JobRecord(
        format,
        earlier == null
            ? SavedVariables.of(open().path().toString(), variables, before)
            : earlier.saved().renewed(variables, before),
        minted,
        login);
  }

  /**
   * Refuses keys in names. A key that came from a file or a pipe was not known when names were
   * first checked.
   */
  private void refuseKeys(Map<String, String> variables) throws CommandException {
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
}
