package io.github.basetenci.shim.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.testing.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reader gets the value that was meant, and no value is a command. */
class ExportFormatTest {
  private static final String NAME = "BASETEN_PROFILE";
  private static final String TRUSSRC = "USER_TRUSSRC_PATH";

  @TempDir Path directory;

  static Stream<String> hostileValues() {
    return Stream.of(
        "it's",
        "'; touch pwned; '",
        "a \"b\" c",
        "$(touch pwned)",
        "${HOME} $HOME",
        "`touch pwned`",
        "100% %0A %3B %AZP25 %5D",
        "a;touch pwned;b",
        "a & b | c > d < e * ? [f] {g,h} !i #j ~",
        "back\\slash\\",
        "two\nlines",
        "ends\n",
        "\r\n::error::x\r\n##vso[task.complete]",
        "baseten_ci_x\nPATH=/evil",
        "é 漢 😀");
  }

  @ParameterizedTest
  @MethodSource("hostileValues")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs the shells of POSIX")
  void everyShellReadsTheValueAndRunsNothing(String value) throws Exception {
    for (String shell : new String[] {"sh", "bash"}) {
      assertThat(evaluated(shell, Map.of(NAME, value))).isEqualTo(value);
      assertThat(directory.resolve("pwned")).doesNotExist();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs the shells of POSIX")
  void aShellUnsetsWhatIsNotToBeSet() throws Exception {
    assertThat(evaluated("sh", Map.of(NAME, ""))).isEqualTo("unset");
  }

  @ParameterizedTest
  @MethodSource("hostileValues")
  void theRunnerOfGitHubReadsTheValue(String value) throws Exception {
    Map<String, String> read = githubReads(ExportFormat.github.variables(Map.of(NAME, value)));

    assertThat(read).isEqualTo(Map.of(NAME, value));
  }

  @ParameterizedTest
  @MethodSource("hostileValues")
  void theAgentOfAzureReadsTheValueOnOneLine(String value) throws Exception {
    String text = ExportFormat.azure.variables(Map.of(NAME, value));

    assertThat(text.strip().lines()).hasSize(1);
    assertThat(azureReads(text.substring(0, text.length() - 1))).isEqualTo(value);
    String mask = ExportFormat.azure.mask(value);
    assertThat(azureReads(mask.substring(0, mask.length() - 1))).isEqualTo(value);
  }

  @Test
  void aKeyIsASecretVariableOfAzure() throws Exception {
    assertThat(ExportFormat.azure.variables(Map.of("BASETEN_API_KEY", "a.b")))
        .isEqualTo("##vso[task.setvariable variable=BASETEN_API_KEY;issecret=true]a.b\n");
    assertThat(ExportFormat.azure.variables(Map.of("BASETEN_API_KEY", "")))
        .isEqualTo("##vso[task.setvariable variable=BASETEN_API_KEY]\n");
  }

  @ParameterizedTest
  @MethodSource("hostileValues")
  void aProgramReadsTheValue(String value) throws Exception {
    JsonObject read =
        (JsonObject) Json.parse(ExportFormat.json.variables(Map.of(NAME, value, TRUSSRC, "")));

    assertThat(read.object("set").string(NAME)).isEqualTo(value);
    assertThat(read.get("unset")).isEqualTo(JsonValue.arrayOf(List.of(TRUSSRC)));
  }

  @ParameterizedTest
  @MethodSource("hostileValues")
  void whatReadersOfDotenvFilesTakeDifferentlyIsRefused(String value) {
    assertThatThrownBy(() -> ExportFormat.dotenv.variables(Map.of(NAME, value)))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith(NAME + " has a value that readers of dotenv files do not all read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/builds/a_b/c.tmp/x-1", "https://app.baseten.co:443", "50%", "a=b", ""})
  void gitLabReadsAPlainValueAsItStands(String value) throws Exception {
    Matcher line =
        Pattern.compile("^(.*?)=(.*)$")
            .matcher(ExportFormat.dotenv.variables(Map.of(NAME, value)).strip());

    assertThat(line.matches()).isTrue();
    assertThat(line.group(1)).isEqualTo(NAME);
    assertThat(line.group(2)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"github", "dotenv", "azure"})
  void whereNoVariableCanBeUnsetTheTrussrcIsTheUsersOwn(String format) throws Exception {
    String text = ExportFormat.valueOf(format).variables(Map.of(TRUSSRC, ""));

    assertThat(text).contains("~/.trussrc");
  }

  @Test
  void aMaskIsOneLineOfTheLog() {
    assertThat(ExportFormat.github.mask("a%\r\nb")).isEqualTo("::add-mask::a%25%0D%0Ab\n");
    assertThat(ExportFormat.bash.mask("a")).isEmpty();
  }

  /** What the shell has for {@link #NAME} after the commands; "unset" without a value. */
  private String evaluated(String shell, Map<String, String> variables) throws Exception {
    Path commands = directory.resolve("commands");
    Files.writeString(commands, ExportFormat.bash.variables(variables));
    Path read = directory.resolve("read");
    ProcessBuilder builder =
        new ProcessBuilder(
                shell,
                "-eu",
                "-c",
                "login=\"$(cat commands)\"; eval \"$login\"; printf %s \"${BASETEN_PROFILE-unset}\"")
            .directory(directory.toFile())
            .redirectOutput(read.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put(NAME, "before");
    assertThat(Await.exitCode(builder.start())).isZero();
    return Files.readString(read, StandardCharsets.UTF_8);
  }

  /** As the runner reads the file: the first of = and << decides, lines end at LF alone. */
  private static Map<String, String> githubReads(String text) {
    Map<String, String> read = new LinkedHashMap<>();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      String head = text.substring(at, end);
      int mark = head.indexOf("<<");
      assertThat(head.substring(0, mark)).doesNotContain("=");
      String last = "\n" + head.substring(mark + 2) + "\n";
      int close = text.indexOf(last, end);
      read.put(head.substring(0, mark), text.substring(end + 1, close));
      at = close + last.length();
    }
    return read;
  }

  /** As the agent reads a logging command, whose closing bracket is the first one. */
  private static String azureReads(String line) {
    return line.substring(line.indexOf(']') + 1)
        .replace("%3B", ";")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%5D", "]")
        .replace("%AZP25", "%");
  }
}
