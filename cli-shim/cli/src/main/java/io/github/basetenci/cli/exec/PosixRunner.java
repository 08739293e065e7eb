package io.github.basetenci.cli.exec;

import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.cli.posix.Children;
import io.github.basetenci.cli.posix.Descriptors;
import io.github.basetenci.cli.posix.Inherited;
import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.PosixException;
import io.github.basetenci.cli.posix.Program;
import io.github.basetenci.cli.posix.Spawn;
import io.github.basetenci.cli.posix.ThisProcess;
import io.github.basetenci.cli.posix.WaitStatus;
import io.github.basetenci.key.Masker;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.output.Output;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the command with system calls, so that the command gets what it would get without this
 * program: arguments and variables byte for byte, open files, signals, and the process group.
 */
final class PosixRunner implements CommandRunner {
  private final ThisProcess process;
  private final Libc libc;
  private final Output output;
  private final OutputMasks masks;
  private final ExecLimits limits;
  private final Children children;
  private final SignalRelay signals;
  private final boolean onTerminal;
  private @Nullable CommandTerminal terminal;

  PosixRunner(
      ThisProcess process, Libc libc, Output output, ExecLimits limits, boolean onTerminal) {
    this.process = process;
    this.libc = libc;
    this.output = output;
    this.masks = new OutputMasks(output.masker());
    this.limits = limits;
    this.onTerminal = onTerminal;
    this.signals = new SignalRelay(libc, process.inherited().ignored());
    this.children = new Children(libc, this::stopped);
  }

  @Override
  public void holdSignals() {
    signals.hold();
  }

  @Override
  public void mask(Masker masker) {
    masks.use(masker);
  }

  @Override
  public int run(List<String> command, PrivateLogin login) throws Exception {
    Inherited inherited = process.inherited();
    Program program =
        new Program(
            Inherited.arguments(command.size()),
            CommandEnvironment.of(inherited.environment(), login));
    Descriptors descriptors = new Descriptors(libc);
    descriptors.keepToOurselves();
    int nothing = libc.open("/dev/null", Libc.O_RDWR | Libc.O_CLOEXEC);
    if (onTerminal) {
      terminal = openTerminal(inherited);
      return run(program, descriptors, nothing, null);
    }
    try (Sentinel sentinel = new Sentinel(libc, children, signals.handled(), nothing)) {
      return run(program, descriptors, nothing, sentinel);
    }
  }

  private CommandTerminal openTerminal(Inherited inherited) throws CommandException {
    try {
      return CommandTerminal.open(libc, inherited);
    } catch (PosixException e) {
      throw new CommandException(
          "no terminal for the command can be made: " + e.getMessage(), ExitCode.FAILURE);
    }
  }

  private int run(
      Program program, Descriptors descriptors, int nothing, @Nullable Sentinel sentinel)
      throws Exception {
    Inherited inherited = process.inherited();
    CommandTerminal tty = terminal;
    Spawn spawn = new Spawn().signals(inherited.blocked(), inherited.ignored());
    CommandOutput streams =
        tty == null
            ? CommandOutput.prepare(libc, inherited, spawn, nothing, masks)
            : CommandOutput.ofTerminal(libc, inherited, spawn, tty, nothing, masks);
    descriptors.handOn(inherited.descriptors());
    inDirectory(inherited);
    Program.Started started = start(program, spawn);
    streams.started();
    // Otherwise the reader of a pipe whose other end we hold would never see the end of the pipe.
    descriptors.close(inherited.descriptors());
    boolean typing = tty != null && tty.isTyping();
    if (!typing && !inherited.closed().contains(0)) {
      libc.dup2(nothing, 0);
    }
    if (started.process() < 0) {
      return notStarted(started);
    }
    CommandSignals relay =
        new CommandSignals(
            children, started.process(), sentinel, tty, limits, streams::stopWaiting);
    if (tty != null) {
      tty.begin();
    }
    signals.passOnTo(relay);
    WaitStatus status = children.await(started.process());
    relay.ended();
    streams.finish(limits, output);
    signals.stop();
    if (tty != null) {
      tty.giveBack();
    }
    return ended(status, streams);
  }

  /**
   * Stops this process, because the command was stopped. The signal that continues this process is
   * passed on to the command.
   */
  private void stopped(int signal) {
    CommandTerminal tty = terminal;
    if (tty != null) {
      tty.giveBack();
    }
    signals.stopBy(signal);
  }

  /**
   * Makes sure that the command runs in its own directory. In another directory it might change the
   * wrong files.
   */
  private void inDirectory(Inherited inherited) throws CommandException {
    try {
      inherited.restore(libc);
    } catch (PosixException e) {
      throw new CommandException(
          "the command cannot run in the working directory, which was removed: " + e.getMessage(),
          ExitCode.FAILURE);
    }
  }

  private Program.Started start(Program program, Spawn spawn) {
    Program.Started[] started = new Program.Started[1];
    children.start(
        () -> {
          started[0] = program.start(libc, spawn);
          return started[0].process();
        });
    return started[0];
  }

  private int notStarted(Program.Started failed) {
    String sentence = new StartFailure(libc, failed).sentence();
    output.error("baseten-ci exec: " + sentence);
    return failed.isThere() ? NOT_EXECUTABLE : NOT_FOUND;
  }

  private int ended(WaitStatus status, CommandOutput streams) {
    boolean lost = false;
    for (PosixException failure : streams.failures()) {
      output.error(
          "baseten-ci exec: the output of the command cannot be written: " + failure.getMessage());
      lost = true;
    }
    if (status.signal() != 0) {
      process.willEndBy(libc, status.signal());
    }
    return status.value() == 0 && lost ? 1 : status.code();
  }
}
