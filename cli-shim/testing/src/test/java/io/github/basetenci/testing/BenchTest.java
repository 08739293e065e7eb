package io.github.basetenci.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code bin/bench} measures what the page about performance has, and its statistics are right. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a shell script")
class BenchTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private String said = "";
  private int code;

  @Test
  void theStatisticsAreRight() throws Exception {
    run(
        Map.of("PYTHONPATH", "bin/lib", "PYTHONDONTWRITEBYTECODE", "1"),
        "python3",
        "-m",
        "unittest",
        "bench.test_figures");

    assertThat(code).as(said).isZero();
    assertThat(said).containsPattern("Ran [1-9]\\d* tests").contains("OK");
  }

  @Test
  void theTableOfThePageHasTheRowsThatTheCommandMakes() throws Exception {
    run(Map.of(), "bin/bench", "--list");
    assertThat(code).as(said).isZero();
    List<String> made = new ArrayList<>();
    String row = "";
    for (String line : said.lines().toList()) {
      if (line.startsWith("  ")) {
        made.add(row + " | " + line.strip());
      } else {
        row = line.substring(0, line.indexOf(": "));
      }
    }

    String page = Files.readString(ROOT.resolve("docs/performance.md"));
    List<String> shown = new ArrayList<>();
    List<String> table =
        page.substring(page.indexOf("<!-- made by bin/bench -->"), page.indexOf("<!-- end of what"))
            .lines()
            .filter(line -> line.startsWith("| "))
            .toList();
    for (String line : table.subList(1, table.size())) {
      String[] cells = line.split(" \\| ", -1);
      shown.add(cells[0].substring(2) + " | " + cells[1]);
      assertThat(cells).as(line).hasSize(8);
    }
    assertThat(table.get(0))
        .isEqualTo("| row | what | wall | CPU | memory | to the peer | to the floor | more |");
    assertThat(made).hasSizeGreaterThan(40);
    assertThat(shown).isEqualTo(made);
  }

  @Test
  void aRowThatIsNoneIsAUsageErrorThatNamesTheRows() throws Exception {
    run(Map.of(), "bin/bench", "nothing");

    assertThat(said).startsWith("bin/bench: there is no row nothing; the rows are: login, ");
    assertThat(code).isEqualTo(2);
  }

  /** A peer that is not here is named in its line with the reason. */
  @Test
  @Tag("long")
  void aRowIsMeasuredInAMinute() throws Exception {
    run(Map.of(), "bin/bench", "--quick", "login");

    assertThat(code).as(said).isZero();
    assertThat(said)
        .containsPattern("\\| login \\| ours, by the machine's Java \\| [\\d,.]+ ms \\|")
        .containsPattern("\\| login \\| `truss` \\| ([\\d,.]+ ms|not measured: truss is not here)")
        .containsPattern("\\| login \\| `docker/login-action` \\| not measured: ");
    assertThat(ROOT.resolve("target/bench/figures.json")).content().contains("\"wall_ms\"");
  }

  private void run(Map<String, String> more, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile());
    builder.environment().putAll(more);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    said = read(process);
    code = process.waitFor();
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
