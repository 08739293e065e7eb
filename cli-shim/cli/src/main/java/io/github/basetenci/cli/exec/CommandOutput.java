package io.github.basetenci.cli.exec;

import io.github.basetenci.cli.posix.Inherited;
import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.OutputDestinations;
import io.github.basetenci.cli.posix.PosixException;
import io.github.basetenci.cli.posix.Spawn;
import io.github.basetenci.shim.output.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The pipes between a command's output and ours. There is one pipe for each destination of output,
 * so that the output to one destination keeps its order, even if the command writes it to several
 * descriptors.
 */
final class CommandOutput {
  private static final Duration UNTIL_A_WORD = Duration.ofSeconds(10);

  private final Libc libc;
  private final List<Integer> writeEnds = new ArrayList<>();
  private final List<OutputPipe> pipes = new ArrayList<>();
  private CountDownLatch running = new CountDownLatch(0);

  private CommandOutput(Libc libc) {
    this.libc = libc;
  }

  /** Makes the pipes, and adds the command's ends of the pipes to the plan of its start. */
  static CommandOutput prepare(
      Libc libc, Inherited inherited, Spawn spawn, int nothing, OutputMasks masks)
      throws PosixException {
    CommandOutput output = new CommandOutput(libc);
    OutputDestinations destinations = new OutputDestinations(libc);
    Map<Integer, Integer> pipeOf = new LinkedHashMap<>();
    for (int standard = 0; standard <= 2; standard++) {
      if (inherited.closed().contains(standard)) {
        spawn.close(standard);
      } else if (standard > 0) {
        pipeOf.put(standard, output.pipeFor(standard, pipeOf, destinations, nothing, masks));
      }
    }
    for (int other : inherited.descriptors()) {
      if (destinations.isForOutputAlone(other)) {
        for (Map.Entry<Integer, Integer> known : pipeOf.entrySet()) {
          if (destinations.isSame(known.getKey(), other)) {
            spawn.duplicate(known.getValue(), other);
            break;
          }
        }
      }
    }
    for (Map.Entry<Integer, Integer> known : pipeOf.entrySet()) {
      spawn.duplicate(known.getValue(), known.getKey());
    }
    return output;
  }

  /** Prepares the output of a command that has a terminal, which has only one output stream. */
  static CommandOutput ofTerminal(
      Libc libc,
      Inherited inherited,
      Spawn spawn,
      CommandTerminal terminal,
      int nothing,
      OutputMasks masks) {
    CommandOutput output = new CommandOutput(libc);
    spawn.onTerminal(terminal.path(), terminal.isTyping());
    OutputDestinations destinations = new OutputDestinations(libc);
    int target = nothing;
    for (int standard = 2; standard >= 1; standard--) {
      if (!inherited.closed().contains(standard)) {
        target = standard;
        for (int other : inherited.descriptors()) {
          if (destinations.isForOutputAlone(other) && destinations.isSame(standard, other)) {
            spawn.duplicate(1, other);
          }
        }
      }
    }
    output.pipes.add(new OutputPipe(libc, terminal.master(), target, nothing, masks));
    return output;
  }

  private int pipeFor(
      int descriptor,
      Map<Integer, Integer> known,
      OutputDestinations destinations,
      int nothing,
      OutputMasks masks)
      throws PosixException {
    for (Map.Entry<Integer, Integer> other : known.entrySet()) {
      if (destinations.isSame(other.getKey(), descriptor)) {
        return other.getValue();
      }
    }
    int[] ends = libc.pipe();
    pipes.add(new OutputPipe(libc, ends[0], descriptor, nothing, masks));
    writeEnds.add(ends[1]);
    return ends[1];
  }

  /**
   * Closes the command's ends of the pipes here, and begins to pass on output. Called when the
   * command has started or could not be started.
   */
  void started() {
    for (int end : writeEnds) {
      libc.close(end);
    }
    running = new CountDownLatch(pipes.size());
    for (OutputPipe pipe : pipes) {
      pipe.start(running);
    }
  }

  /**
   * Passes on output until the streams end, the time limit passes, or {@link #stopWaiting} is
   * called.
   */
  void finish(ExecLimits limits, Output output) throws InterruptedException {
    Duration limit = limits.waitOutput();
    if (limit != null) {
      awaitEnd(limit);
    } else if (!awaitEnd(UNTIL_A_WORD)) {
      output.note(
          "The command has ended, and what it left in the background still holds its output;"
              + " --wait-output SECONDS limits how long that is waited for.");
      running.await();
    }
    for (OutputPipe pipe : pipes) {
      pipe.abandon();
    }
  }

  private boolean awaitEnd(Duration limit) throws InterruptedException {
    return running.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stopWaiting() {
    for (long left = running.getCount(); left > 0; left--) {
      running.countDown();
    }
  }

  List<PosixException> failures() {
    List<PosixException> failures = new ArrayList<>();
    for (OutputPipe pipe : pipes) {
      PosixException failure = pipe.failure();
      if (failure != null) {
        failures.add(failure);
      }
    }
    return failures;
  }
}
