package io.github.basetenci.cli;

import io.github.basetenci.cli.command.ExitCode;
import io.github.basetenci.cli.command.Host;
import io.github.basetenci.cli.posix.ThisProcess;
import java.util.concurrent.atomic.AtomicBoolean;

/** The process: runs one command line and exits with its code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    AtomicBoolean ended = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cancelUnless(ended), "cancel"));
    int code = ExitCode.FAILURE;
    Host host = Host.ofProcess(args.length > 0 && args[0].equals("exec"));
    try {
      code = new BasetenCi(host).run(Host.argumentsOfProcess(args));
    } finally {
      ended.set(true);
    }
    ThisProcess process = host.process();
    if (process != null) {
      process.end();
    }
    System.exit(code);
  }

  /**
   * As {@code baseten} ends by a signal; the JVM alone would say nothing and exit by its number.
   */
  private static void cancelUnless(AtomicBoolean ended) {
    if (!ended.get()) {
      System.err.println("Canceled.");
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }
}
