package io.github.basetenci.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * docs/features.md has a row for every feature of the tools that this project stands beside. A row
 * names a test that exists, or says why the feature does not apply.
 */
class FeaturesDocTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| ([A-E]\\d+) \\| (.+?) \\| (.+?) \\| (.+?) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
  private static final String DOES_NOT_APPLY = "Does not apply: ";

  /** The number of features of each table: truss, baseten, keys, truto, secrets. */
  private static final Map<String, Integer> FEATURES =
      new TreeMap<>(Map.of("A", 52, "B", 33, "C", 27, "D", 33, "E", 15));

  @Test
  void everyFeatureHasARowThatIsTrue() throws IOException {
    List<String> rows =
        Files.readAllLines(Markdown.ROOT.resolve("docs/features.md")).stream()
            .filter(line -> ROW.matcher(line).matches())
            .toList();

    assertThat(rows.stream().map(FeaturesDocTest::number).toList())
        .containsExactlyElementsOf(
            FEATURES.entrySet().stream()
                .flatMap(
                    table ->
                        IntStream.rangeClosed(1, table.getValue())
                            .mapToObj(i -> table.getKey() + i))
                .toList());
    assertThat(faults(rows, TestSources.all())).isEmpty();
  }

  @Test
  void aRowWithoutProofIsFound() {
    List<String> rows =
        List.of(
            "| A1 | login | `login` | `LoginTest.works` |",
            "| A2 | logout | `logout` | `LoginTest` |",
            "| A3 | refresh | Does not apply: nothing to refresh | - |",
            "| A4 | status | `status` | - |",
            "| A5 | switch | `switch` | `LoginTest.fails` |",
            "| A6 | whoami | `whoami` | `MissingTest` |",
            "| A7 | browser | ? | `LoginTest` |",
            "| A8 | rename | Does not apply: no call exists | `LoginTest` |",
            "| A9 | keyring | Does not apply:  | - |");

    assertThat(faults(rows, Map.of("LoginTest", "class LoginTest { void works() {} }")))
        .containsExactly(
            "A4 names no test",
            "A5: LoginTest has no method fails",
            "A6: there is no MissingTest",
            "A7 does not say how",
            "A8 does not apply and names a test",
            "A9 does not say how");
  }

  private static List<String> faults(List<String> rows, Map<String, String> tests) {
    List<String> faults = new ArrayList<>();
    for (String line : rows) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        faults.add("no row: " + line);
        continue;
      }
      String number = row.group(1);
      String how = row.group(3);
      String proof = row.group(4);
      boolean applies = !how.startsWith(DOES_NOT_APPLY.strip());
      List<Matcher> named = TEST.matcher(proof).results().map(each -> match(each.group())).toList();
      if (how.length() < 3 || how.length() <= DOES_NOT_APPLY.length() && !applies) {
        faults.add(number + " does not say how");
      } else if (applies && named.isEmpty()) {
        faults.add(number + " names no test");
      } else if (!applies && !named.isEmpty()) {
        faults.add(number + " does not apply and names a test");
      }
      for (Matcher test : named) {
        String source = tests.get(test.group(1));
        String method = test.group(2);
        if (source == null) {
          faults.add(number + ": there is no " + test.group(1));
        } else if (method != null && !source.contains(" " + method + "(")) {
          faults.add(number + ": " + test.group(1) + " has no method " + method);
        }
      }
    }
    return faults;
  }

  private static Matcher match(String text) {
    Matcher matcher = TEST.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException(text);
    }
    return matcher;
  }

  private static String number(String line) {
    return line.substring(2, line.indexOf(' ', 2));
  }
}
