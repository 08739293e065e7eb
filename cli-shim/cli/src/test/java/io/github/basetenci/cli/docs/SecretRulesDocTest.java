package io.github.basetenci.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.secrets.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/conformance/secrets-check.md has the rules of the code. */
class SecretRulesDocTest {
  private static final Pattern ROW = Pattern.compile("^\\| (`.*?) \\| (error|warning|info) \\|");
  private static final Pattern RULE = Pattern.compile("`([a-z-]+)`( \\*)?");

  @Test
  void everyRuleHasItsLevelAndWhetherTrussRefusesTheFile() throws IOException {
    List<String> table =
        Files.readAllLines(Markdown.ROOT.resolve("docs/conformance/secrets-check.md")).stream()
            .map(ROW::matcher)
            .filter(Matcher::find)
            .flatMap(SecretRulesDocTest::rules)
            .toList();

    assertThat(table)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Rule.values())
                .map(
                    rule ->
                        rule.id()
                            + " "
                            + rule.level().name().toLowerCase(Locale.ROOT)
                            + (rule.refusedByTruss() ? " *" : ""))
                .toList());
  }

  private static Stream<String> rules(Matcher row) {
    return RULE.matcher(row.group(1))
        .results()
        .map(
            rule ->
                rule.group(1) + " " + row.group(2) + (rule.group(2) == null ? "" : rule.group(2)));
  }
}
