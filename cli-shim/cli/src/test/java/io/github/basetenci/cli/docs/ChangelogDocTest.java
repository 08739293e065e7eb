package io.github.basetenci.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The changelog is for users: each line has its kind and its product, and is of use to them. */
class ChangelogDocTest {
  private static final Set<String> KINDS =
      Set.of("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security");
  private static final Set<String> PRODUCTS =
      Set.of("The command", "The action", "The Jenkins plugin", "The library");

  /** What only developers notice. */
  private static final Pattern INTERNAL =
      Pattern.compile("\\bbin/(peers|test|bench|fuzz|interface)\\b|\\b[A-Z]\\w+Test\\b|\\.java\\b");

  @Test
  void everyLineHasItsKindAndItsProduct() throws IOException {
    assertThat(faults(Files.readAllLines(Markdown.ROOT.resolve("CHANGELOG.md")))).isEmpty();
  }

  @Test
  void aLineWithoutThemIsFound() {
    assertThat(
            faults(
                List.of(
                    "- not yet a release",
                    "## [Unreleased]",
                    "### Added",
                    "- a flag of nobody",
                    "#### The command",
                    "- a flag",
                    "  of two lines, for `LoginTest`",
                    "- `bin/peers` installs more",
                    "### Fixed",
                    "- a fault of nobody",
                    "#### The tests",
                    "### Improved",
                    "#### The action",
                    "- an input")))
        .containsExactly(
            "no kind and product: - a flag of nobody",
            "only developers notice: of two lines, for `LoginTest`",
            "only developers notice: - `bin/peers` installs more",
            "no kind and product: - a fault of nobody",
            "no product: The tests",
            "no kind: Improved",
            "no kind and product: - an input");
  }

  private static List<String> faults(List<String> lines) {
    List<String> faults = new ArrayList<>();
    boolean release = false;
    boolean kind = false;
    boolean product = false;
    for (String line : lines) {
      if (line.startsWith("## ")) {
        release = true;
        kind = false;
        product = false;
      } else if (line.startsWith("### ")) {
        kind = isOne("kind", line, KINDS, faults);
        product = false;
      } else if (line.startsWith("#### ")) {
        product = isOne("product", line, PRODUCTS, faults);
      } else if (release && line.startsWith("- ") && !(kind && product)) {
        faults.add("no kind and product: " + line);
      } else if (release && INTERNAL.matcher(line).find()) {
        faults.add("only developers notice: " + line.strip());
      }
    }
    return faults;
  }

  private static boolean isOne(String what, String line, Set<String> all, List<String> faults) {
    String name = line.replaceFirst("^#+ ", "").strip();
    if (!all.contains(name)) {
      faults.add("no " + what + ": " + name);
    }
    return all.contains(name);
  }
}
