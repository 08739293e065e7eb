package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words by which docs/troubleshooting.md is looked up are words that some product says. */
class TroubleshootingDocTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path DOCUMENT = ROOT.resolve("docs/troubleshooting.md");
  private static final List<String> MODULES =
      List.of("cli-shim/core", "cli-shim/shim", "cli-shim/cli", "action/login", "jenkins-plugin");
  private static final Pattern WORDS = Pattern.compile("`([^`]*)`");

  @Test
  void everyMessageIsOneOfOurs() throws IOException {
    String said = MODULES.stream().map(TroubleshootingDocTest::texts).collect(Collectors.joining());

    List<String> words =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> WORDS.matcher(line.split("\\|")[1]).results())
            .map((MatchResult match) -> match.group(1))
            .toList();

    assertThat(words).hasSizeGreaterThan(20);
    assertThat(words).filteredOn(word -> !said.contains(word)).isEmpty();
  }

  /** Sources with their literals as the compiler joins them, and the plugin's properties. */
  private static String texts(String module) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
      return files
          .filter(file -> file.toString().matches(".*\\.(java|properties)"))
          .map(TroubleshootingDocTest::read)
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      String text = Files.readString(file);
      return file.toString().endsWith(".java")
          ? text.replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"")
          : text.replace("''", "'");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
