package io.github.basetenci.cli.exec;

import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.KeyCheck;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.LibcLoader;
import io.github.basetenci.cli.posix.ThisProcess;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.auth.KeyOptions;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.DurationConverter;
import io.github.basetenci.shim.command.RunsAnother;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.PrivateDirectory;
import io.github.basetenci.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exec}. */
@Command(
    name = "exec",
    description = {
      "Run a command logged in: in a private directory, with the key hidden in its output, and"
          + " logged out when it ends, whatever happens.",
      "The exit code is that of the command."
    })
public final class ExecCommand extends BaseCommand implements RunsAnother {
  private final @Nullable ThisProcess process;

  @Mixin KeyOptions keys = new KeyOptions();

  @Option(
      names = "--remote",
      paramLabel = "NAME",
      description =
          "With a key flag: the remote to write. Default: baseten. Without: the stored remote to"
              + " use.")
  @Nullable String remote;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "With a key flag: the profile to write. Without: the stored profile to use.")
  @Nullable String profile;

  @Option(
      names = "--remote-url",
      paramLabel = "URL",
      description = "Where the key belongs; goes with a key flag.")
  @Nullable String remoteUrl;

  @Option(names = "--team", paramLabel = "NAME", description = "Default team for pushes.")
  @Nullable String team;

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      converter = Account.Converter.class,
      description =
          "A further login: remote=NAME,key-env=VARIABLE (or key-file=FILE), and on demand"
              + " profile=, remote-url=, team=. May be repeated. Without a key flag, --remote and"
              + " --profile, these are all.")
  List<Account> accounts = new ArrayList<>();

  @Option(
      names = "--file-less",
      description = "Log in by variables alone; needs truss 0.18.26 or later.")
  boolean fileLess;

  @Option(
      names = "--allow-unknown-remote",
      description =
          "Let truss see a remote that is none of Baseten's own, although it sends some calls, and"
              + " the key with them, to https://api.baseten.co.")
  boolean allowUnknownRemote;

  @Option(
      names = "--verify",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Check every key against the server first. Default: yes.")
  boolean verify = true;

  @Option(
      names = "--expect-workspace",
      paramLabel = "NAME",
      description = "Run nothing unless every key belongs to this workspace.")
  @Nullable String expectWorkspace;

  @Option(
      names = "--tty",
      description =
          "Give the command a terminal for its output, and for its input if ours is one; Linux"
              + " only.")
  boolean tty;

  @Option(
      names = "--kill-after",
      paramLabel = "SECONDS",
      converter = DurationConverter.class,
      description =
          "How long the command may go on after a TERM, INT, HUP or QUIT was passed on to it,"
              + " before it is killed. Without this it is not killed.")
  @Nullable Duration killAfter;

  @Option(
      names = "--wait-output",
      paramLabel = "SECONDS",
      converter = DurationConverter.class,
      description =
          "How long to wait, after the end of the command, for output of the processes that it left"
              + " in the background. Without this until they end or close it.")
  @Nullable Duration waitOutput;

  @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The command to run.")
  List<String> command = new ArrayList<>();

  /**
   * @param process this process, or null where the command is to run as Java starts it
   */
  public ExecCommand(@Nullable ThisProcess process) {
    this.process = process;
  }

  @Override
  protected int run(Session session) throws Exception {
    if (expectWorkspace != null && !verify) {
      throw new UsageException("--expect-workspace and --no-verify are mutually exclusive");
    }
    List<LoginPlan> logins = logins(session);
    if (fileLess && logins.size() > 1) {
      throw new UsageException("--file-less goes with one login");
    }
    logins.forEach(login -> session.output().hide(login.key()));
    LoginPlans.refuseTwins(logins);
    CommandRunner runner = runner(session);
    for (LoginPlan login : logins) {
      checkRemote(session, login);
      if (verify) {
        verify(session, login);
      }
    }
    runner.holdSignals();
    return fileLess
        ? run(session, runner, logins, PrivateLogin.inVariables(logins.get(0)))
        : runInDirectory(session, runner, logins);
  }

  /** By the system's own calls where they can be had. */
  private CommandRunner runner(Session session) throws UsageException {
    ExecLimits limits = new ExecLimits(killAfter, waitOutput);
    if (process != null) {
      Libc libc = libc(session);
      if (libc != null) {
        return new PosixRunner(process, libc, session.output(), limits, tty);
      }
    }
    if (tty) {
      throw new UsageException("--tty is not to be had on this system; leave it out");
    }
    return new JavaRunner(process, session.host(), session.output().masker(), limits);
  }

  private void verify(Session session, LoginPlan login) throws Exception {
    KeyCheck check = new KeyCheck(session.clients());
    check
        .check(login.url(), login.key(), expectWorkspace)
        .warnings()
        .forEach(session.output()::warn);
    String wanted = login.team();
    if (wanted != null) {
      check.doubtOfTeam(login.url(), login.key(), wanted).ifPresent(session.output()::warn);
    }
  }

  private List<LoginPlan> logins(Session session) throws Exception {
    LoginPlans plans = session.loginPlans();
    List<LoginPlan> logins = new ArrayList<>();
    ExplicitKey explicit = keys.read(session);
    boolean named = remote != null || profile != null;
    if (explicit != null) {
      GivenKey given = session.givenKeys().require(explicit);
      session.uses(given);
      logins.add(plans.of(given, new LoginPlans.Destination(remote, profile, remoteUrl, team)));
    } else if (remoteUrl != null) {
      throw new UsageException(
          "--remote-url goes with a key flag, such as --api-key-env BASETEN_API_KEY");
    } else if (accounts.isEmpty() || named) {
      ActiveLogin active = session.activeLogins().find(profile, remote, session.stores());
      session.uses(active);
      logins.add(plans.of(active, team));
    }
    for (Account account : accounts) {
      logins.add(plan(session, plans, account));
    }
    return logins;
  }

  private static LoginPlan plan(Session session, LoginPlans plans, Account account)
      throws UsageException, AuthException {
    String variable = account.keyVariable();
    ExplicitKey explicit;
    if (variable != null) {
      Optional<String> text = session.environment().get(variable);
      if (text.isEmpty()) {
        throw new UsageException(
            "--account names a variable with key-env= that is not set or empty; give the"
                + " variable's name, not the key");
      }
      explicit = new ExplicitKey("--account key-env", text.get());
    } else {
      String file = String.valueOf(account.keyFile());
      explicit =
          new ExplicitKey("--account key-file", session.keyFile().read("--account", Path.of(file)));
    }
    GivenKey given = session.givenKeys().require(explicit);
    session.uses(given);
    return plans.of(
        given,
        new LoginPlans.Destination(
            account.remote(), account.profile(), account.remoteUrl(), account.team()));
  }

  private void checkRemote(Session session, LoginPlan login) throws UsageException {
    if (allowUnknownRemote || login.url().isKnown()) {
      return;
    }
    if (fileLess) {
      throw new UsageException(
          login.url()
              + " is none of the remotes that truss knows, and truss would send the key to"
              + " https://api.baseten.co; pass --allow-unknown-remote to run all the same");
    }
    session
        .output()
        .warn(
            login.url()
                + " is none of the remotes that truss knows, so truss is not logged in to it; pass"
                + " --allow-unknown-remote to change that");
  }

  private static @Nullable Libc libc(Session session) {
    List<String> reasons = new ArrayList<>();
    for (Path parent : TemporaryPlaces.all(session)) {
      try (BriefHold held = BriefHold.begin();
          PrivateDirectory directory = PrivateDirectory.create(parent)) {
        return LibcLoader.load(directory.path());
      } catch (IOException | StoreException e) {
        reasons.add(parent + ": " + e.getMessage());
      }
    }
    session
        .output()
        .info(
            "The C library cannot be called, so Java starts the command: "
                + String.join("; ", reasons));
    return null;
  }

  private int runInDirectory(Session session, CommandRunner runner, List<LoginPlan> logins)
      throws Exception {
    Path parent = TemporaryPlaces.firstWritable(session);
    for (Path swept : PrivateDirectory.sweep(parent, session.host().clock().instant())) {
      session.output().info("Removed " + swept + ", which a killed run had left.");
    }
    int code;
    PrivateDirectory directory = PrivateDirectory.create(parent);
    try {
      PrivateLogin login = PrivateLogin.inDirectory(logins, directory.path(), allowUnknownRemote);
      for (Map.Entry<String, byte[]> file : login.files().entrySet()) {
        directory.write(file.getKey(), file.getValue());
      }
      code = run(session, runner, logins, login);
    } finally {
      close(session, directory);
    }
    return code;
  }

  /** A failure to clean up must not hide the command's own exit code. */
  private static void close(Session session, PrivateDirectory directory) {
    try {
      directory.close();
    } catch (StoreException e) {
      session.output().warn(CommandWords.ADVICE.sentence(e));
    }
  }

  private int run(Session session, CommandRunner runner, List<LoginPlan> logins, PrivateLogin login)
      throws Exception {
    Instant start = session.host().clock().instant();
    int code = runner.run(command, login);
    LoginPlan first = logins.get(0);
    session
        .output()
        .summary(
            JsonObject.EMPTY
                .with("exit_code", new JsonNumber(Integer.toString(code)))
                .with(
                    "duration_ms",
                    new JsonNumber(
                        Long.toString(
                            Duration.between(start, session.host().clock().instant()).toMillis())))
                .with("remotes", JsonValue.arrayOf(logins.stream().map(LoginPlan::remote).toList()))
                .with(
                    "profiles", JsonValue.arrayOf(logins.stream().map(LoginPlan::profile).toList()))
                .with("remote_url", first.url().toString())
                .with("key_prefix", first.key().prefix()));
    return code;
  }
}
