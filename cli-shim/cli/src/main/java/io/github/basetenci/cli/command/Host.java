package io.github.basetenci.cli.command;

import io.github.basetenci.api.Sleeper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything outside the process that a command touches, handed in by whoever runs it.
 *
 * @param environment the variables
 * @param stdin standard input
 * @param stdout where results go
 * @param stderr where everything else goes
 * @param prompt asks the user, or null when there is no terminal
 * @param workingDirectory what relative paths are relative to
 * @param temporaryDirectory where temporary files go when no variable names a place
 * @param osName the {@code os.name} system property
 * @param javaVersion the {@code java.version} system property
 * @param clock tells the time of day
 * @param nanoTicker a monotonic clock in nanoseconds
 * @param sleeper waits between two questions to a server
 */
public record Host(
    Map<String, String> environment,
    InputStream stdin,
    PrintStream stdout,
    PrintStream stderr,
    @Nullable Prompt prompt,
    Path workingDirectory,
    Path temporaryDirectory,
    String osName,
    String javaVersion,
    InstantSource clock,
    LongSupplier nanoTicker,
    Sleeper sleeper) {

  private static final Path PROCESS = Path.of("/proc/self");

  /** Asks on a terminal. */
  public interface Prompt {
    /** Reads a secret without echo; null at end of input. */
    @Nullable String secret(String question);

    /** Reads a line; null at end of input. */
    @Nullable String line(String question);
  }

  /** The real process. */
  public static Host ofProcess() {
    java.io.Console console = System.console();
    return new Host(
        SetAsideVariables.restore(processText().environment(System.getenv())),
        System.in,
        new StandardOutput(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        console == null ? null : new ConsolePrompt(console),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
        System.getProperty("os.name", ""),
        System.getProperty("java.version", ""),
        InstantSource.system(),
        System::nanoTime,
        time -> Thread.sleep(time.toMillis()));
  }

  /**
   * The arguments of the process.
   *
   * @param read as the JVM gives them
   */
  public static String[] argumentsOfProcess(String[] read) {
    return processText().arguments(List.of(read)).toArray(String[]::new);
  }

  private static ProcessText processText() {
    return new ProcessText(PROCESS, System.getProperty("sun.jnu.encoding", ""));
  }

  /** Never prints the environment: it holds keys. */
  @Override
  public String toString() {
    return "Host[" + workingDirectory + "]";
  }

  private record ConsolePrompt(java.io.Console console) implements Prompt {
    @Override
    public @Nullable String secret(String question) {
      char[] typed = console.readPassword("%s", question);
      return typed == null ? null : new String(typed);
    }

    @Override
    public @Nullable String line(String question) {
      return console.readLine("%s", question);
    }
  }
}
