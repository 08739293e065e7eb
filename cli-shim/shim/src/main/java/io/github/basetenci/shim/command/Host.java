package io.github.basetenci.shim.command;

import io.github.basetenci.api.Sleeper;
import io.github.basetenci.store.Keyring;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything outside the process that a command uses. The caller of the command hands it in.
 *
 * @param environment the variables
 * @param streams the streams for input and output
 * @param directories the directories for relative paths and for temporary files
 * @param platform the system and the JVM that run the command
 * @param time the clocks
 * @param keyring gives the keyring of the system; nothing of it is loaded before
 */
public record Host(
    Map<String, String> environment,
    Streams streams,
    Directories directories,
    Platform platform,
    Time time,
    Supplier<Keyring> keyring) {

  /** A host without a keyring. */
  public Host(
      Map<String, String> environment,
      Streams streams,
      Directories directories,
      Platform platform,
      Time time) {
    this(environment, streams, directories, platform, time, () -> Keyring.none("none here"));
  }

  /** This host with the keyring that the supplier gives when it is needed for the first time. */
  public Host withKeyring(Supplier<Keyring> other) {
    return new Host(environment, streams, directories, platform, time, new Once(other));
  }

  /** Asks the supplier once, so that one run has one keyring. */
  private static final class Once implements Supplier<Keyring> {
    private final Supplier<Keyring> supplier;
    private @Nullable Keyring keyring;

    Once(Supplier<Keyring> supplier) {
      this.supplier = supplier;
    }

    @Override
    public synchronized Keyring get() {
      Keyring present = keyring;
      if (present == null) {
        present = supplier.get();
        keyring = present;
      }
      return present;
    }
  }

  /**
   * The streams for input and output.
   *
   * @param stdin standard input
   * @param stdout where results go
   * @param stderr where everything else goes
   * @param prompt asks the user, or null when there is no terminal
   */
  public record Streams(
      InputStream stdin, PrintStream stdout, PrintStream stderr, @Nullable Prompt prompt) {}

  /**
   * Directories.
   *
   * @param working the directory to which relative paths belong
   * @param temporary the directory for temporary files if no variable names one
   */
  public record Directories(Path working, Path temporary) {}

  /**
   * The system and the JVM that run the command.
   *
   * @param osName the {@code os.name} system property
   * @param javaVersion the {@code java.version} system property
   * @param browser opens addresses for the person at the screen
   */
  public record Platform(String osName, String javaVersion, Browser browser) {
    /** A system without a screen. */
    public Platform(String osName, String javaVersion) {
      this(osName, javaVersion, Browser.NONE);
    }
  }

  /** Opens addresses for the person at the screen. */
  @FunctionalInterface
  public interface Browser {
    /** Opens nothing. */
    Browser NONE = address -> false;

    /**
     * Opens a web page, and does not wait for it.
     *
     * @return whether there was something to open it with
     */
    boolean open(String address);
  }

  /**
   * The clocks.
   *
   * @param clock tells the time of day
   * @param nanoTicker a monotonic clock in nanoseconds
   * @param sleeper waits between two questions to a server
   */
  public record Time(InstantSource clock, LongSupplier nanoTicker, Sleeper sleeper) {}

  private static final Path PROCESS = Path.of("/proc/self");

  /** The system's own message for this error. */
  private static final String CLOSED = "Bad file descriptor";

  /** Asks on a terminal. */
  public interface Prompt {
    /** Reads a secret without echo; null at end of input. */
    @Nullable String secret(String question);

    /** Reads a line; null at end of input. */
    @Nullable String line(String question);
  }

  /**
   * The real process.
   *
   * @param launch what the launcher script tells about this process
   */
  public static Host ofProcess(LaunchWords launch) {
    Map<String, String> environment = processText().environment(System.getenv());
    java.io.Console console = System.console();
    Map<String, String> restored = SetAsideVariables.restore(environment, launch.added());
    OptionalInt removed = launch.workingDirectory();
    return new Host(
        launch.environment().map(ProcessText::variables).orElse(restored),
        new Streams(
            launch.closed(0) || standsForClosedInput() ? closedInput() : System.in,
            new StandardOutput(
                launch.closed(1) ? closedOutput() : new FileOutputStream(FileDescriptor.out)),
            new PrintStream(System.err, true, StandardCharsets.UTF_8),
            console == null ? null : new ConsolePrompt(console)),
        new Directories(
            removed.isPresent()
                ? PROCESS.resolve("fd").resolve(Integer.toString(removed.getAsInt()))
                : Path.of("").toAbsolutePath(),
            Path.of(System.getProperty("java.io.tmpdir", "/tmp"))),
        new Platform(
            System.getProperty("os.name", ""),
            System.getProperty("java.version", ""),
            new SystemBrowser(environment, System.getProperty("os.name", ""))),
        new Time(InstantSource.system(), System::nanoTime, Sleeper.SYSTEM));
  }

  /**
   * The arguments of the process.
   *
   * @param read the arguments that the JVM has read
   */
  public static String[] argumentsOfProcess(String[] read) {
    return processText().arguments(List.of(read)).toArray(String[]::new);
  }

  private static ProcessText processText() {
    return new ProcessText(PROCESS, System.getProperty("sun.jnu.encoding", ""));
  }

  /**
   * Whether standard input was closed when the JVM started, so that its number went to the first
   * file that the JVM opened.
   */
  private static boolean standsForClosedInput() {
    try {
      Path input = Files.readSymbolicLink(PROCESS.resolve("fd/0"));
      return input.startsWith(Path.of(System.getProperty("java.home", "/")).toRealPath());
    } catch (IOException e) {
      // This system does not have this information.
      return false;
    }
  }

  private static InputStream closedInput() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException(CLOSED);
      }
    };
  }

  private static OutputStream closedOutput() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(CLOSED);
      }
    };
  }

  public InputStream stdin() {
    return streams.stdin();
  }

  /** Where results go. */
  public PrintStream stdout() {
    return streams.stdout();
  }

  /** Where everything but results goes. */
  public PrintStream stderr() {
    return streams.stderr();
  }

  /** Asks the user; null when there is no terminal. */
  public @Nullable Prompt prompt() {
    return streams.prompt();
  }

  /** The directory to which relative paths belong. */
  public Path workingDirectory() {
    return directories.working();
  }

  /** The directory for temporary files if no variable names one. */
  public Path temporaryDirectory() {
    return directories.temporary();
  }

  /** The {@code os.name} system property. */
  public String osName() {
    return platform.osName();
  }

  /** The {@code java.version} system property. */
  public String javaVersion() {
    return platform.javaVersion();
  }

  /** Opens addresses for the person at the screen. */
  public Browser browser() {
    return platform.browser();
  }

  /** Tells the time of day. */
  public InstantSource clock() {
    return time.clock();
  }

  /** A monotonic clock in nanoseconds. */
  public LongSupplier nanoTicker() {
    return time.nanoTicker();
  }

  /** Waits between two questions to a server. */
  public Sleeper sleeper() {
    return time.sleeper();
  }

  /** Does not print the environment, because it holds keys. */
  @Override
  public String toString() {
    return "Host[" + workingDirectory() + "]";
  }

  private record ConsolePrompt(java.io.Console console) implements Prompt {
    @Override
    public @Nullable String secret(String question) {
      try {
        char[] typed = console.readPassword("%s", question);
        return typed == null ? null : new String(typed);
      } catch (IOError | NullPointerException e) {
        // A terminal that was closed is the end of input. Java 17 throws the second there, because
        // it overwrites what was typed also where nothing was (Console.readPassword).
        return null;
      }
    }

    @Override
    public @Nullable String line(String question) {
      try {
        String typed = console.readLine("%s", question);
        if (typed == null) {
          // What is printed next begins its own line.
          console.printf("%n");
        }
        return typed;
      } catch (IOError e) {
        // A terminal that was closed is the end of input.
        return null;
      }
    }
  }
}
