package io.github.basetenci.cli;

import io.github.basetenci.auth.RunningBrowserLogin;
import io.github.basetenci.auth.RunningRefreshes;
import io.github.basetenci.cli.exec.LateSignal;
import io.github.basetenci.cli.keyring.SystemKeyring;
import io.github.basetenci.cli.posix.ThisProcess;
import io.github.basetenci.shim.command.CiVariables;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.command.LaunchWords;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The process: runs one command line and exits with its code. */
public final class Main {
  /** How long a signal waits for a refresh to be stored. */
  private static final Duration LAST_REFRESH = Duration.ofSeconds(5);

  /** How long a signal waits for sessions of a login by browser to be ended at the server. */
  private static final Duration LAST_LOGOUT = Duration.ofSeconds(3);

  private Main() {}

  public static void main(String[] args) {
    wantTerminal();
    AtomicBoolean ended = new AtomicBoolean();
    boolean exec = args.length > 0 && args[0].equals(BasetenCi.EXEC);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cancelUnless(ended, exec), "cancel"));
    int code = ExitCode.FAILURE;
    LaunchWords launch = launchWords();
    ThisProcess process = exec ? thisProcess(launch) : null;
    try {
      code = run(launch, process, Host.argumentsOfProcess(args));
    } finally {
      ended.set(true);
    }
    if (process != null) {
      process.end();
    }
    System.exit(code);
  }

  /** Runs one command line with what this process has, and does not end the process. */
  static int run(LaunchWords launch, @Nullable ThisProcess process, String... arguments) {
    return new BasetenCi(host(launch), process).run(arguments);
  }

  /** What the process that started this one told it. */
  static LaunchWords launchWords() {
    return LaunchWords.of(System.getenv());
  }

  /**
   * Makes {@link System#console} null where there is no terminal. The default of JDK 22 to 24 is
   * another one, with which a job would be asked questions.
   */
  static void wantTerminal() {
    System.setProperty("jdk.console", "java.base");
  }

  private static Host host(LaunchWords launch) {
    Host host = Host.ofProcess(launch);
    return host.withKeyring(
        () ->
            SystemKeyring.of(
                host.environment(),
                CiVariables.of(host.environment()),
                host.osName(),
                host.nanoTicker()));
  }

  /** The state of this process, which is read before the process opens files of its own. */
  static @Nullable ThisProcess thisProcess(LaunchWords launch) {
    return ThisProcess.look(
            launch, System.getProperty("java.home", ""), System.getProperty("java.class.path", ""))
        .orElse(null);
  }

  /**
   * Ends after a signal as {@code baseten} does. The JVM alone would print nothing and exit with
   * the number of the signal.
   */
  private static void cancelUnless(AtomicBoolean ended, boolean exec) {
    if (ended.get()) {
      return;
    }
    if (exec) {
      LateSignal.endAll(Main::cancel);
    } else {
      cancel();
    }
  }

  private static void cancel() {
    if (System.console() != null) {
      // On a terminal, the line has a question or the ^C.
      System.err.println();
    }
    switch (RunningBrowserLogin.cancel(LAST_LOGOUT)) {
      case UNKNOWN ->
          System.err.println(
              "warning: a login was confirmed that is not stored, and the server did not say in"
                  + " time that it has ended it: it may stay valid there until it expires");
      case STORED -> System.err.println("The login is stored: it could not be canceled any more.");
      case ENDED, NOT_RUNNING -> {}
    }
    // Else the spent refresh token of a login would be lost together with its successor.
    RunningRefreshes.awaitLast(LAST_REFRESH);
    System.err.println("Canceled.");
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }
}
