package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command is for a POSIX shell")
class CommandTargetTest {
  private static final String KEY = "markerkey.0123456789'\"$%\\ABCDEFGHIJKLMNOPQRSTUV";

  @TempDir Path directory;

  @Test
  void aCommandWhoseKeyNeverComesIsNotRun() throws Exception {
    assertThat(run("cat > got", "").exitValue()).isNotZero();

    assertThat(directory.resolve("got")).doesNotExist();
  }

  @Test
  void aCommandGetsTheKeyAsItIsAndInNoVariableOrArgument() throws Exception {
    String command =
        "cat > got; { env; cat /proc/$$/cmdline /proc/$PPID/cmdline; } > around; exit 7";

    assertThat(run(command, KEY).exitValue()).isEqualTo(7);

    assertThat(directory.resolve("got")).hasContent(KEY);
    assertThat(directory.resolve("around")).content().contains("key=old").doesNotContain(KEY);
  }

  private Process run(String command, String input) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(CommandTarget.line(command, "Linux"));
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", System.getenv("PATH"), "key", "old"));
    Process process = builder.redirectOutput(directory.resolve("log").toFile()).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.US_ASCII));
    }
    int unused = Await.exitCode(process);
    return process;
  }
}
