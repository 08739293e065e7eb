package io.github.basetenci.shim.doctor.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DoctorDocsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z-]+)` \\| (error|warning|info)\\b[^|]*\\|", Pattern.MULTILINE);

  @Test
  void theTableListsEveryProblemWithItsSeverityInTheOrderOfTheCode() throws IOException {
    List<String> rows =
        ROW.matcher(Files.readString(Path.of("../../docs/conformance/doctor.md")))
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();

    assertThat(rows)
        .isEqualTo(
            Arrays.stream(Problem.values())
                .map(problem -> problem.id() + " " + problem.severity().word())
                .toList());
  }

  @Test
  void anIdIsTheNameOfItsConstant() {
    for (Problem problem : Problem.values()) {
      Matcher name =
          Pattern.compile("_").matcher(problem.name().toLowerCase(java.util.Locale.ROOT));
      assertThat(problem.id()).isEqualTo(name.replaceAll("-"));
    }
  }

  @Test
  void clausesBecomeSentences() {
    assertThat(Sentence.of("the key file /x does not exist"))
        .isEqualTo("The key file /x does not exist.");
    assertThat(Sentence.of("/x: line 2 is broken")).isEqualTo("/x: line 2 is broken.");
    assertThat(Sentence.of("USER_TRUSSRC_PATH is empty.")).isEqualTo("USER_TRUSSRC_PATH is empty.");
  }
}
