package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command on a pseudo-terminal, and what a person types there. */
public final class OnTerminal {
  private final Process terminal;
  private final Path end;
  private final StringBuilder shown = new StringBuilder();

  private OnTerminal(Process terminal, Path end) {
    this.terminal = terminal;
    this.end = end;
  }

  /**
   * Starts the command.
   *
   * @param home the working directory
   * @param hangup what the command does when the terminal is closed: {@code :} to end, or the empty
   *     string to ignore the signal, as under {@code nohup}
   */
  public static OnTerminal start(
      Path home, Map<String, String> environment, String hangup, String... arguments)
      throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/script")),
        "there is no script, which gives a terminal");
    Path end = Files.createTempFile(home, "end", "");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        Stream.concat(
                Stream.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName()),
                Stream.of(arguments))
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    // The shell outlives Ctrl-C and the terminal, so that it can tell how the command ended.
    String line =
        "trap : INT; trap '%s' HUP; %s; code=$?; stty -a | grep -o ' echo '; echo $code >'%s'"
            .formatted(hangup, command, end);
    ProcessBuilder builder =
        // INT and HUP are ignored where the tests were started in the background of a script.
        new ProcessBuilder(List.of("env", "--default-signal", "script", "-qfc", line, "/dev/null"))
            .directory(home.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    return new OnTerminal(builder.start(), end);
  }

  /** Waits until the terminal shows this text behind what was awaited before. */
  public OnTerminal await(String text) throws IOException {
    InputStream out = terminal.getInputStream();
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = out.read();
      assertThat(next).as(shown + "" + read).isNotNegative();
      read.append((char) next);
    }
    shown.append(read);
    return this;
  }

  /** Types this text; {@code \r} is Enter, {@code \u0003} Ctrl-C, {@code \u0004} Ctrl-D. */
  public OnTerminal type(String text) throws IOException {
    terminal.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    terminal.getOutputStream().flush();
    return this;
  }

  /** Closes the terminal, as a window that is closed. */
  public OnTerminal close() throws InterruptedException {
    terminal.destroyForcibly().waitFor();
    return this;
  }

  /** Waits for the end of the command, and gives its exit code. */
  public int code() throws IOException, InterruptedException {
    if (terminal.isAlive()) {
      shown.append(new String(terminal.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      terminal.waitFor();
    }
    Await.until("the end of the command", () -> Files.size(end) > 0);
    return Integer.parseInt(Files.readString(end).strip());
  }

  /** All that the terminal showed; at the end {@code echo} if it shows what is typed. */
  public String shown() {
    return shown.toString().replace("\r\n", "\n");
  }
}
