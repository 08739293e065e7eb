package io.github.basetenci.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.cli.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code exec --tty}. */
@EnabledOnOs(OS.LINUX)
class TerminalTest {
  @TempDir Path home;
  private Path temporary;

  @BeforeEach
  void begin() throws IOException {
    temporary = Files.createDirectory(home.resolve("t"));
  }

  @Test
  void theCommandHasATerminalWhereWeHaveNone() throws Exception {
    assertThat(
            run(
                "",
                "sh",
                "-c",
                "test -t 1 && test -t 2 && ! test -t 0 && stty size </dev/tty;"
                    + " ps -o sid=,pid= -p $$ | { read -r a b; [ \"$a\" = \"$b\" ] && echo leads; }"))
        .isEqualTo("24 80\nleads\n");
  }

  @Test
  void withoutATerminalOfOursBytesStayAsTheyAre() throws Exception {
    String text = "a\u0003b\u0004c\td\r\n".repeat(2000);

    assertThat(run(text, "cat")).isEqualTo(text);
  }

  @Test
  void theKeyIsHiddenOnBothStreams() throws Exception {
    assertThat(run("", "sh", "-c", "echo $BASETEN_API_KEY; echo $BASETEN_API_KEY >&2"))
        .isEqualTo("****\n****\n");
  }

  @ParameterizedTest
  @CsvSource({"exit 5, 5", "kill -TERM $$, 143", "kill -KILL $$, 137"})
  void theEndIsThatOfTheCommand(String script, int code) throws Exception {
    Process process = start(List.of("sh", "-c", script)).start();
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();

    assertThat(process.waitFor()).isEqualTo(code);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({"TERM", "HUP", "USR1", "QUIT"})
  void aSignalReachesTheCommand(String signal) throws Exception {
    Process process =
        start(
                List.of(
                    "bash",
                    "-c",
                    "trap 'echo got; exit 7' "
                        + signal
                        + "; echo ready; while :; do sleep 0.05; done"))
            .start();
    InputStream out = process.getInputStream();
    awaitText(out, "ready");

    new ProcessBuilder("bash", "-c", "kill -" + signal + " " + process.pid()).start().waitFor();

    awaitText(out, "got");
    assertThat(process.waitFor()).isEqualTo(7);
    assertNothingIsLeft();
  }

  @Test
  void whatIsTypedAtOurTerminalGoesToTheCommands() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/script")),
        "there is no script, which gives a terminal");
    ProcessBuilder builder =
        start(
            List.of(
                "bash",
                "-c",
                "trap 'echo interrupted; exit 9' INT; trap 'stty size' WINCH; echo ready; read -r x;"
                    + " echo \"read $x\"; while :; do sleep 0.05; done"));
    String line =
        builder.command().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Process process =
        builder
            .command(
                "script",
                "-qefc",
                "stty rows 33 cols 99; exec " + line + "; echo restored",
                "/dev/null")
            .start();
    InputStream out = process.getInputStream();
    OutputStream in = process.getOutputStream();
    awaitText(out, "ready");

    type(in, "hello\r");
    awaitText(out, "read hello");
    // Ctrl-C: a key for the command's terminal, and no signal to us.
    type(in, "\u0003");
    awaitText(out, "interrupted");

    assertThat(process.waitFor()).isEqualTo(9);
    assertNothingIsLeft();
  }

  @Test
  void ourTerminalIsAfterwardsAsItWas() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/script")),
        "there is no script, which gives a terminal");
    ProcessBuilder builder = start(List.of("sh", "-c", "stty size; kill -TERM $$"));
    String line =
        builder.command().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Process process =
        builder
            .command(
                "script",
                "-qefc",
                "stty rows 33 cols 99 erase x; stty -g >before; " + line + "; stty -g >after",
                "/dev/null")
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();

    assertThat(out).contains("33 99");
    assertThat(home.resolve("after")).hasSameTextualContentAs(home.resolve("before"));
  }

  private static void type(OutputStream in, String text) throws IOException {
    in.write(text.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private static void awaitText(InputStream in, String wanted) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(wanted) < 0) {
      int next = in.read();
      assertThat(next).as(read.toString()).isNotNegative();
      read.append((char) next);
    }
  }

  private String run(String input, String... command) throws Exception {
    Process process = start(List.of(command)).start();
    Thread typing =
        new Thread(
            () -> {
              try (OutputStream in = process.getOutputStream()) {
                type(in, input);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    typing.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    typing.join();
    assertThat(process.waitFor()).as(out).isZero();
    assertNothingIsLeft();
    return out;
  }

  private ProcessBuilder start(List<String> command) {
    List<String> line = new ArrayList<>(List.of("--log", "warning", "--tty", "--"));
    line.addAll(command);
    ProcessBuilder builder = ExecProcess.of(List.of(), Main.class, home, temporary, line);
    builder.redirectErrorStream(true);
    return builder;
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }
}
