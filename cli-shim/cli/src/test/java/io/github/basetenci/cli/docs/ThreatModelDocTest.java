package io.github.basetenci.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each row of the threat model says who, what and what not, and names tests that exist. */
class ThreatModelDocTest {
  private static final int CELLS = 6;

  @Test
  void everyDefenceHasATestThatExists() throws IOException {
    String page = Files.readString(Markdown.ROOT.resolve("SECURITY.md"));
    List<String> rows = rows(page.substring(page.indexOf("\n## Threat model\n")));

    assertThat(rows).hasSizeGreaterThan(30);
    assertThat(faults(rows, TestSources.all())).isEmpty();
  }

  @Test
  void aRowThatIsNotTrueIsFound() {
    Map<String, String> tests = Map.of("FileTest", "void isPrivate() {}");

    assertThat(
            faults(
                List.of(
                    "| key | a file | the user | modes | root | `FileTest.isPrivate` |",
                    "| log | a file | the user | masks | - | `FileTest.isMasked` |",
                    "| token | a file | the user | modes | root | `NoTest.isPrivate` |",
                    "| value | a file | the user | modes | root | we hope |",
                    "| state | a file | the user | modes | root | `FileTest` |",
                    "| home | a file | the user | modes | | `FileTest.isPrivate` |",
                    "| host | a file | the user | modes | `FileTest.isPrivate` |"),
                tests))
        .containsExactly(
            "log: FileTest has no method isMasked",
            "token: there is no NoTest",
            "value names no test with its method: 'we hope'",
            "state names no test with its method: '`FileTest`'",
            "home has an empty cell",
            "host has 5 cells");
  }

  private static List<String> rows(String text) {
    return text.lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| what |"))
        .toList();
  }

  private static List<String> faults(List<String> rows, Map<String, String> tests) {
    List<String> faults = new ArrayList<>();
    for (String row : rows) {
      List<String> cells =
          Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|", -1))
              .map(String::strip)
              .toList();
      String name = cells.get(0);
      if (cells.size() != CELLS) {
        faults.add(name + " has " + cells.size() + " cells");
      } else if (cells.stream().anyMatch(String::isEmpty)) {
        faults.add(name + " has an empty cell");
      } else {
        faults.addAll(TestSources.faults(name, cells.get(CELLS - 1), tests));
      }
    }
    return faults;
  }
}
