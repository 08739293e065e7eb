package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/conformance/messages.md to the code: its proofs exist, and its sentences are in the
 * sources.
 */
class MessagesDocTest {
  private static final Path MODULES = Path.of("..");
  private static final Path DOCUMENT = Path.of("../../docs/conformance/messages.md");
  private static final Pattern SPAN = Pattern.compile("(?<!`)`([^`]+)`(?!`)");
  private static final Pattern PROOF = Pattern.compile("(\\w+Test)#(\\w+)");

  /** What differs from case to case: in a test a word, in the code an expression. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z]+\\}");

  private static List<Row> rows;
  private static Map<String, String> tests;
  private static String mainSources;

  private record Row(String ours, List<String> proofs) {}

  @BeforeAll
  static void read() throws IOException {
    tests = new TreeMap<>();
    for (Path file : sources("test")) {
      tests.put(file.getFileName().toString().replace(".java", ""), joined(file));
    }
    mainSources =
        sources("main").stream().map(MessagesDocTest::joined).collect(Collectors.joining());
    rows = new ArrayList<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("| ") && !line.startsWith("| when |")) {
        List<String> cells = Stream.of(line.split("\\|")).skip(1).map(String::strip).toList();
        assertThat(cells).as(line).hasSize(6);
        assertThat(cells.get(3)).as(line).isNotEmpty();
        rows.add(new Row(cells.get(3), List.of(cells.get(5).split(", "))));
      }
    }
  }

  @Test
  void everyRowNamesTestsThatExist() {
    assertThat(rows).hasSizeGreaterThan(50);
    for (Row row : rows) {
      for (String proof : row.proofs) {
        Matcher parts = PROOF.matcher(proof);
        assertThat(parts.matches()).as(proof).isTrue();
        assertThat(tests).as(proof).containsKey(parts.group(1));
        assertThat(tests.get(parts.group(1)).contains("\n  void " + parts.group(2) + "("))
            .as(proof)
            .isTrue();
      }
    }
  }

  @Test
  void everySentenceOfOursIsInTheSources() {
    List<String> missing = new ArrayList<>();
    for (Row row : rows) {
      String where =
          mainSources
              + row.proofs.stream()
                  .map(proof -> tests.get(proof.substring(0, proof.indexOf('#'))))
                  .collect(Collectors.joining());
      SPAN.matcher(row.ours)
          .results()
          .map(span -> span.group(1))
          .filter(sentence -> !pattern(sentence).matcher(where).find())
          .forEach(missing::add);
    }
    assertThat(missing).isEmpty();
  }

  private static Pattern pattern(String sentence) {
    return Pattern.compile(
        Stream.of(PLACEHOLDER.split(sentence))
            .filter(part -> !part.isEmpty())
            .map(Pattern::quote)
            .collect(Collectors.joining(".{1,60}?")),
        Pattern.DOTALL);
  }

  /** The source with its literals as the compiler joins them. */
  private static String joined(Path file) {
    try {
      return Files.readString(file)
          .replaceAll("\"\\s*\\+\\s*\"", "")
          .replace("\\\"", "\"")
          .replace("\\\\", "\\");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources(String kind) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("core", "shim", "cli")) {
      try (Stream<Path> all = Files.walk(MODULES.resolve(module).resolve("src").resolve(kind))) {
        all.filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.endsWith("MessagesDocTest.java"))
            .forEach(files::add);
      }
    }
    return files;
  }
}
