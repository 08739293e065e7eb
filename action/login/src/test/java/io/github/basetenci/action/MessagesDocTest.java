package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sentences that docs/conformance/action-messages.md lists are those of the sources. */
class MessagesDocTest {
  private static final Pattern SENTENCE = Pattern.compile("`([^`]{30,})`");

  /** Where a sentence is put together at run time. */
  private static final Pattern JOINT = Pattern.compile("\\{[a-z]+\\}|[;,(]|so that");

  @Test
  void everySentenceOfThePageIsInTheSources() throws IOException {
    String sources = sources();
    List<String> missing = new ArrayList<>();
    int found = 0;
    String page = Files.readString(Path.of("../../docs/conformance/action-messages.md"));
    for (String row : page.substring(page.indexOf("## Messages")).lines().toList()) {
      for (String sentence :
          SENTENCE.matcher(row).results().map(result -> result.group(1)).toList()) {
        found++;
        for (String clause : JOINT.split(sentence)) {
          if (clause.length() > 5 && !sources.contains(clause.strip())) {
            missing.add(clause);
          }
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThanOrEqualTo(14);
  }

  /** The sources, and the tests that say what is put together at run time, with joined literals. */
  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String directory :
        List.of(
            "src/main/java",
            "src/test/java",
            "../toolkit/src/main/java",
            "../../cli-shim/shim/src/main/java",
            "../../cli-shim/core/src/main/java")) {
      try (Stream<Path> files = Files.walk(Path.of(directory))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> all.append(joined(file)));
      }
    }
    return all.toString();
  }

  private static String joined(Path file) {
    try {
      return Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
