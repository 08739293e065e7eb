package io.github.basetenci.cli.exec;

import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.cli.posix.ThisProcess;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.MaskingOutputStream;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the command as a process of Java, where system calls are not available: on Windows, on
 * macOS, and on a Linux whose C library cannot be called. The command inherits standard input. Its
 * output goes through pipes, so its output is no terminal.
 */
final class JavaRunner implements CommandRunner {
  /** The limit for output of processes that outlive the command, if the user gave no limit. */
  private static final Duration NO_LIMIT = Duration.ofDays(36_500);

  private final @Nullable ThisProcess process;
  private final Host host;
  private final OutputMasks masks;
  private final ExecLimits limits;
  private @Nullable JavaSignals signals;

  JavaRunner(@Nullable ThisProcess process, Host host, Masker masker, ExecLimits limits) {
    this.process = process;
    this.host = host;
    this.masks = new OutputMasks(masker);
    this.limits = limits;
  }

  @Override
  public void holdSignals() {
    signals = JavaSignals.hold();
  }

  @Override
  public void mask(Masker masker) {
    masks.use(masker);
  }

  @Override
  public int run(List<String> command, PrivateLogin login) throws Exception {
    if (process != null && process.inherited().isElsewhere()) {
      throw new CommandException(
          "the working directory was removed, and the command cannot be run there on this system;"
              + " change to a directory that exists",
          ExitCode.FAILURE);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .directory(host.workingDirectory().toFile());
    builder.environment().clear();
    builder.environment().putAll(login.applyTo(host.environment()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return notStarted(e);
    }
    if (signals != null) {
      signals.passOnTo(process, limits.killAfter());
    }
    Pump out = new Pump(process.getInputStream(), host.stdout(), masks);
    Pump err = new Pump(process.getErrorStream(), host.stderr(), masks);
    out.start();
    err.start();
    int code = process.waitFor();
    Duration limit = limits.waitOutput() == null ? NO_LIMIT : limits.waitOutput();
    out.finish(limit);
    err.finish(limit);
    return code;
  }

  private int notStarted(IOException e) {
    String reason = String.valueOf(e.getMessage());
    // Only the errno in the message distinguishes the two cases.
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

    Pump(InputStream from, PrintStream to, OutputMasks masks) {
      super("output of the command");
      setDaemon(true);
      this.from = from;
      this.to = to;
      this.masked = masks.stream(to);
    }

    @Override
    public void run() {
      byte[] buffer = new byte[1 << 16];
      try (from) {
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
          masked.write(buffer, 0, n);
          // This call also flushes. If it reports an error, nobody reads the output any more, and
          // closing our end tells the command.
          if (to.checkError()) {
            return;
          }
        }
      } catch (IOException e) {
        // The command has ended, or a process that outlives it keeps the pipe open. No more output
        // is read.
      }
    }

    /**
     * Waits for the end of the stream, and then passes on the rest that was held back for masking.
     * A process that outlives the command may keep the pipe open.
     */
    void finish(Duration limit) throws InterruptedException {
      join(limit.toMillis());
      try {
        masked.finish();
        to.flush();
      } catch (IOException e) {
        // An earlier write failed, because nobody reads the output any more.
      }
    }
  }
}
