package io.github.basetenci.cli.exec;

import io.github.basetenci.auth.IdentityLogin.Granted;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.LibcLoader;
import io.github.basetenci.cli.posix.ThisProcess;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.auth.KeylessLogin;
import io.github.basetenci.shim.auth.PrivateLoginOptions;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exec}. */
@Command(
    name = "exec",
    description = {
      "Log in in a private directory, run a command, and log out when the command ends, whatever"
          + " happens. Its output does not show the key.",
      "The exit code is that of the command."
    })
public final class ExecCommand extends BaseCommand implements RunsAnother {
  private final @Nullable ThisProcess process;

  @Mixin PrivateLoginOptions login = new PrivateLoginOptions();

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
   * @param process this process, or null if Java's own means are to start the command
   */
  public ExecCommand(@Nullable ThisProcess process) {
    this.process = process;
  }

  @Override
  protected int run(Session session) throws Exception {
    List<LoginPlan> logins = login.plans(session);
    CommandRunner runner = runner(session);
    for (LoginPlan each : logins) {
      login.check(session, each);
    }
    sayStored(session, logins.get(0));
    runner.holdSignals();
    if (login.isFileLess()) {
      sayFrozen(session);
      return run(session, runner, logins, PrivateLogin.inVariables(logins.get(0)), null);
    }
    return runInDirectory(session, runner, logins);
  }

  /** A stored access token does not tell which trust rule it came from. */
  private void sayStored(Session session, LoginPlan first) {
    if (login.granted() == null && first.credential() instanceof LoginCredential.Token token) {
      session
          .output()
          .note(
              login.isOfBrowser()
                  ? "The access token ends at "
                      + token.expires()
                      + " and is not renewed for the command; a login with a key has no end."
                  : "The stored access token ends at "
                      + token.expires()
                      + " and is not renewed; with --trust-rule it would be.");
    }
  }

  /** Variables of a process that runs cannot be changed. */
  private void sayFrozen(Session session) {
    Granted granted = login.granted();
    if (granted != null) {
      session
          .output()
          .note(
              "With --file-less the access token is not renewed; it ends at "
                  + granted.credential().expires()
                  + ".");
    }
  }

  /** The runner with system calls, or the runner of Java if system calls are not available. */
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

  private static @Nullable Libc libc(Session session) {
    List<String> reasons = new ArrayList<>();
    for (Path parent : TemporaryDirectories.all(session)) {
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
    Path parent = TemporaryDirectories.firstWritable(session);
    for (Path swept : PrivateDirectory.sweep(parent, session.host().clock().instant())) {
      session.output().info("Removed " + swept + ", which a killed run had left.");
    }
    int code;
    PrivateDirectory directory = PrivateDirectory.create(parent);
    try {
      PrivateLogin written = files(logins, directory);
      for (Map.Entry<String, byte[]> file : written.files().entrySet()) {
        directory.write(file.getKey(), file.getValue());
      }
      try (LoginRenewal renewal = renewal(session, runner, logins, directory)) {
        code = run(session, runner, logins, written, renewal);
      }
    } finally {
      close(session, directory);
    }
    return code;
  }

  private PrivateLogin files(List<LoginPlan> logins, PrivateDirectory directory)
      throws StoreException {
    return PrivateLogin.inDirectory(logins, directory.path(), login.allowsUnknownRemote());
  }

  /** What renews the access token, or null if there is none or if it cannot be renewed. */
  private @Nullable LoginRenewal renewal(
      Session session, CommandRunner runner, List<LoginPlan> logins, PrivateDirectory directory) {
    KeylessLogin keyless = login.keyless();
    Granted granted = login.granted();
    if (keyless == null || granted == null) {
      return null;
    }
    Instant end = granted.credential().expires();
    if (!keyless.isRenewable()) {
      session
          .output()
          .note(
              "The access token ends at "
                  + end
                  + " and is not renewed, because the identity token was given once.");
      return null;
    }
    LoginRenewal renewal =
        new LoginRenewal(
            session,
            keyless,
            login.isForTruss(keyless.url()),
            granted,
            token -> {
              // Whatever the command reads from the files is hidden before it can be there.
              runner.mask(session.output().masker());
              List<LoginPlan> renewed = new ArrayList<>(logins);
              renewed.set(0, renewed.get(0).withCredential(token));
              for (Map.Entry<String, byte[]> file : files(renewed, directory).files().entrySet()) {
                directory.replace(file.getKey(), file.getValue());
              }
            });
    session
        .output()
        .info("The access token ends at " + end + ", and is renewed while the command runs.");
    renewal.start();
    return renewal;
  }

  /** A failure to clean up must not hide the command's own exit code. */
  private static void close(Session session, PrivateDirectory directory) {
    try {
      directory.close();
    } catch (StoreException e) {
      session.output().warn(CommandWords.ADVICE.sentence(e));
    }
  }

  private int run(
      Session session,
      CommandRunner runner,
      List<LoginPlan> logins,
      PrivateLogin written,
      @Nullable LoginRenewal renewal)
      throws Exception {
    Instant start = session.host().clock().instant();
    int code = runner.run(command, written);
    LoginPlan first = logins.get(0);
    JsonObject summary =
        JsonObject.EMPTY
            .with("exit_code", new JsonNumber(Integer.toString(code)))
            .with(
                "duration_ms",
                new JsonNumber(
                    Long.toString(
                        Duration.between(start, session.host().clock().instant()).toMillis())))
            .with("remotes", JsonValue.arrayOf(logins.stream().map(LoginPlan::remote).toList()))
            .with("profiles", JsonValue.arrayOf(logins.stream().map(LoginPlan::profile).toList()))
            .with("remote_url", first.url().toString())
            .with("key_prefix", first.credential().shown());
    if (first.credential() instanceof LoginCredential.Token token) {
      Instant end = renewal == null ? token.expires() : renewal.expires();
      summary = summary.with("expires_at", end.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    session.output().summary(summary);
    return code;
  }
}
