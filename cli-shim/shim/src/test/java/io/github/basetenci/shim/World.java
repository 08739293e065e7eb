package io.github.basetenci.shim;

import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.store.Keyring;
import io.github.basetenci.testing.WaitedTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** A home directory, an environment and a sandbox for one test, and the command run in process. */
public final class World implements AutoCloseable {
  public static final String KEY = "markerkey.0123456789ABCDEFGHIJKLMNOPQRSTUV";
  public static final String OTHER_KEY = "otherkey.abcdefghijklmnopqrstuvwxyz012345";
  public static final String INVOKE_KEY = "invokeky.ABCDEFGHIJKLMNOPQRSTUVWXYZ543210";
  public static final String PERSONAL_KEY = "personky.543210ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private static final Program PROGRAM = Program.find();

  private final Path home;
  private final Sandbox sandbox;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> questions = new ArrayList<>();
  private Host.@Nullable Prompt prompt;
  private Host.Browser browser = Host.Browser.NONE;
  private Action whileItWaits = () -> {};
  private @Nullable Supplier<Keyring> keyring;
  private Duration clockSkew = Duration.ZERO;
  private final WaitedTime time = new WaitedTime();

  /**
   * @param home an empty directory
   */
  public World(@TempDir Path home) throws IOException {
    this(
        home,
        SandboxOptions.defaults()
            .withKey(KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "marker")
            .withKey(OTHER_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "other")
            .withKey(INVOKE_KEY, KeyType.WORKSPACE_INVOKE, null, "invoke")
            .withKey(PERSONAL_KEY, KeyType.PERSONAL, null, "personal"));
  }

  /**
   * @param options with other keys than those of most tests
   */
  public World(Path home, SandboxOptions options) throws IOException {
    this.home = home;
    this.sandbox = Sandbox.start(options.withWorkspace("acme"));
    set("HOME", home.toString());
    set("BASETEN_REMOTE_URL", sandbox.url().toString());
    set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", sandbox.url().toString());
  }

  /** What one run of the command gave. */
  public record Run(int code, String out, String err) {}

  public Sandbox sandbox() {
    return sandbox;
  }

  public String url() {
    return sandbox.url().toString();
  }

  public Path home() {
    return home;
  }

  public Path trussrc() {
    return home.resolve(".trussrc");
  }

  public Path authJson() {
    return home.resolve(".config/baseten/auth.json");
  }

  /** Writes a trussrc with mode 0600. */
  public World trussrc(String text) throws IOException {
    return store(trussrc(), text);
  }

  /** Writes an auth.json with mode 0600. */
  public World authJson(String text) throws IOException {
    return store(authJson(), text);
  }

  private World store(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return this;
  }

  /** The file's text, or the empty string when it does not exist. */
  public String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  public World set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public World unset(String name) {
    environment.remove(name);
    return this;
  }

  /** Lets a person sit at a terminal, who gives these answers to whatever is asked. */
  public World answers(String... answers) {
    Iterator<String> next = List.of(answers).iterator();
    prompt =
        new Host.Prompt() {
          @Override
          public @Nullable String secret(String question) {
            return line(question);
          }

          @Override
          public @Nullable String line(String question) {
            questions.add(question);
            return next.hasNext() ? next.next() : null;
          }
        };
    return this;
  }

  /** Lets a person sit at a screen, whose browser opens the pages of logins. */
  public World browser(Host.Browser opener) {
    browser = opener;
    return this;
  }

  /** Lets a person sit at a screen, who confirms every login in the browser. */
  public World confirmsLogins() {
    return browser(page -> sandbox.approve(page.substring(page.indexOf('=') + 1)));
  }

  /** Gives the command a keyring. Without one it has none. */
  public World keyring(Supplier<Keyring> given) {
    keyring = given;
    return this;
  }

  /** What the person was asked. */
  public List<String> questions() {
    return questions;
  }

  /** Sets the clock of the command this much ahead of the server's. */
  public World clockAhead(Duration skew) {
    clockSkew = skew;
    return this;
  }

  /** What happens when the command waits. */
  public World whileItWaits(Action action) {
    whileItWaits = action;
    return this;
  }

  /** Something that happens in the world. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  private void sleep(Duration wanted) throws InterruptedException {
    time.sleep(wanted);
    try {
      whileItWaits.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets so much time pass for the command. */
  public World later(Duration passed) {
    clockSkew = clockSkew.plus(passed);
    return this;
  }

  public Map<String, String> environment() {
    return environment;
  }

  public Run run(String... args) {
    return runWithInput("", args);
  }

  /** Runs the command with the text on standard input. */
  public Run runWithInput(String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Run run = runInto(new PrintStream(out, false, StandardCharsets.UTF_8), input, args);
    return new Run(run.code(), out.toString(StandardCharsets.UTF_8), run.err());
  }

  /** Runs the command with this stream as standard output; the result holds nothing of it. */
  public Run runInto(PrintStream out, String input, String... args) {
    InputStream stdin = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Host host =
        new Host(
            environment,
            new Host.Streams(
                stdin, out, new PrintStream(err, false, StandardCharsets.UTF_8), prompt),
            new Host.Directories(home, home),
            new Host.Platform("Linux", "17", browser),
            new Host.Time(
                () -> Instant.now().plus(clockSkew).plus(time.passed()), time::nanos, this::sleep));
    int code = PROGRAM.run(keyring == null ? host : host.withKeyring(keyring), args);
    return new Run(code, "", err.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }
}
