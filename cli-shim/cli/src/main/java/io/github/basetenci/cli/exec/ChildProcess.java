package io.github.basetenci.cli.exec;

import io.github.basetenci.cli.command.Host;
import io.github.basetenci.cli.command.UsageException;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.MaskingOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs one command with its output masked. Standard input is inherited; output goes through pipes,
 * so the command sees no terminal there.
 */
final class ChildProcess {
  /** As the shells have it. */
  private static final int NOT_EXECUTABLE = 126;

  private static final int NOT_FOUND = 127;

  /** For what the command wrote before it ended and is still in the pipe. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final Host host;
  private final Masker masker;
  private final Duration killAfter;

  ChildProcess(Host host, Masker masker, Duration killAfter) {
    this.host = host;
    this.masker = masker;
    this.killAfter = killAfter;
  }

  /**
   * Runs the command to its end.
   *
   * @return its exit code, or 128 and the signal's number
   */
  int run(List<String> command, Map<String, String> environment)
      throws UsageException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .directory(host.workingDirectory().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process;
    try (Signals signals = Signals.hold()) {
      try {
        process = builder.start();
      } catch (IOException e) {
        return notStarted(e);
      }
      signals.passOnTo(process, killAfter);
      Pump out = new Pump(process.getInputStream(), host.stdout(), masker);
      Pump err = new Pump(process.getErrorStream(), host.stderr(), masker);
      out.start();
      err.start();
      int code = process.waitFor();
      out.finish();
      err.finish();
      return code;
    }
  }

  private int notStarted(IOException e) {
    String reason = String.valueOf(e.getMessage());
    // The one thing that tells the two cases apart is the errno in the text.
    boolean missing = reason.contains("error=2,");
    host.stderr()
        .println(
            missing
                ? "baseten-ci exec: the command was not found; is it on PATH?"
                : "baseten-ci exec: the command cannot be run; is it executable?");
    return missing ? NOT_FOUND : NOT_EXECUTABLE;
  }

  /** Copies one stream of the command, masked, as it comes. */
  private static final class Pump extends Thread {
    private final InputStream from;
    private final PrintStream to;
    private final MaskingOutputStream masked;

    Pump(InputStream from, PrintStream to, Masker masker) {
      super("output of the command");
      setDaemon(true);
      this.from = from;
      this.to = to;
      this.masked = new MaskingOutputStream(to, masker);
    }

    @Override
    public void run() {
      byte[] buffer = new byte[1 << 16];
      try (from) {
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
          masked.write(buffer, 0, n);
          // It flushes too. Nobody reads any more: closing our end tells the command.
          if (to.checkError()) {
            return;
          }
        }
      } catch (IOException e) {
        // The command is gone, or a process that outlives it holds the pipe: what came, came.
      }
    }

    /**
     * Waits for the end of the stream, and then passes on what was withheld. A process that
     * outlives the command may hold the pipe open; it is not waited for.
     */
    void finish() throws InterruptedException {
      join(DRAIN.toMillis());
      try {
        masked.finish();
        to.flush();
      } catch (IOException e) {
        // A write failed before: nobody reads any more.
      }
    }
  }
}
