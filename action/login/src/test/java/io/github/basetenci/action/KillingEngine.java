package io.github.basetenci.action;

import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Mounts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Runs main as a process, and kills it. */
final class KillingEngine implements Engine {
  private static final long POLL_MILLIS = 2;

  private final ProcessEngine below;
  private final Path directory;
  private int lines;
  private final long nanos;
  private BooleanSupplier when = () -> false;

  /**
   * @param directory an empty directory
   * @param lines at how many lines of its log main dies
   * @param nanos after how many nanoseconds, {@link Long#MAX_VALUE} for never
   */
  KillingEngine(Path directory, int lines, long nanos) {
    this.below = new ProcessEngine(directory);
    this.directory = directory;
    this.lines = lines;
    this.nanos = nanos;
  }

  /** The next main dies at this many lines. */
  void lines(int count) {
    lines = count;
  }

  /** Main is killed as soon as this is so. */
  void when(BooleanSupplier condition) {
    when = condition;
  }

  @Override
  public Ran action(String entrypoint, Map<String, String> environment, Mounts mounts) {
    if (!entrypoint.endsWith("login")) {
      return below.action(entrypoint, environment, mounts);
    }
    Path root =
        below.job(environment, mounts, OutputStream.nullOutputStream()).directories().root();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(KilledMain.class.getName());
    command.addAll(List.of(root.toString(), directory.toString(), String.valueOf(lines)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Path output = Files.createTempFile(directory, "output", "");
      Process process = builder.redirectOutput(output.toFile()).start();
      boolean ended = endedBefore(process);
      process.destroyForcibly().waitFor();
      return new Ran(ended ? process.exitValue() : KilledMain.KILLED, Files.readAllBytes(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether it ended by itself before it is to be killed. */
  private boolean endedBefore(Process process) throws InterruptedException {
    long begin = System.nanoTime();
    while (process.isAlive()) {
      Thread.sleep(POLL_MILLIS);
      if (System.nanoTime() - begin >= nanos || when.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Ran other(List<String> command, Map<String, String> environment, Mounts mounts) {
    return below.other(command, environment, mounts);
  }
}
