package io.github.basetenci.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.CommandTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What users read is short, is in the index, and leaves out nothing that they can set. */
class UserPagesTest {
  /**
   * About 4,300 of them are about logins without a key, 300 about logins by browser, and 400 about
   * the first file of a fleet and targets that are gone.
   */
  private static final int WORDS = 20_800;

  /**
   * Pages for those who change the project, and tables that tests or commands make. Every other
   * page counts.
   */
  private static final Set<String> NOT_FOR_USERS =
      Set.of(
          "docs/architecture.md",
          "docs/decisions.md",
          "docs/features.md",
          "docs/performance.md",
          "docs/upgrading.md");

  private static final Pattern SETTER =
      Pattern.compile("@DataBoundSetter\\s+public (?:synchronized )?void set(\\w)(\\w*)\\(");

  @Test
  void theWordsForUsersAreFew() throws IOException {
    List<Path> pages = pages();

    assertThat(pages).hasSizeGreaterThan(15);
    assertThat(words(pages.stream()))
        .as(
            () ->
                pages.stream()
                    .map(page -> words(Stream.of(page)) + " " + name(page))
                    .collect(Collectors.joining("\n")))
        .isLessThanOrEqualTo(WORDS);
  }

  @Test
  void theIndexesNameEveryPage() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path page : Markdown.pages()) {
      if (name(page).startsWith("docs/") && !page.endsWith("README.md")) {
        String index =
            name(page).startsWith("docs/conformance/")
                ? "docs/conformance/README.md"
                : "docs/README.md";
        Path from = Markdown.ROOT.resolve(index);
        Set<Path> linked =
            Markdown.links(Files.readString(from)).stream()
                .map(link -> from.resolveSibling(link).normalize())
                .collect(Collectors.toSet());
        if (!linked.contains(page)) {
          missing.add(index + " does not name " + name(page));
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void everyFlagIsOnAPage() throws IOException {
    String text = text();
    Set<String> missing = new TreeSet<>();
    int flags = 0;
    for (CommandSpec command : CommandTree.all().values()) {
      for (OptionSpec option : command.options()) {
        for (String flag : option.names()) {
          flags++;
          boolean common =
              flag.equals("--help") || flag.equals("--version") || !flag.startsWith("--");
          if (!option.hidden() && !common && !isIn(flag, text)) {
            missing.add(command.qualifiedName() + " " + flag);
          }
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(flags).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({
    "step/WithBasetenStep, jenkins/pipeline.md",
    "config/RotationPolicy, rotation/jenkins.md",
    "config/BasetenConfiguration, rotation/jenkins.md jenkins/controller.md"
  })
  void everySettingOfThePluginIsOnItsPage(String source, String names) throws IOException {
    String text = "";
    for (String name : names.split(" ")) {
      text += Files.readString(Markdown.ROOT.resolve("docs").resolve(name));
    }
    Path file =
        Markdown.ROOT.resolve(
            "jenkins-plugin/src/main/java/io/jenkins/plugins/baseten/" + source + ".java");

    List<String> settings =
        SETTER
            .matcher(Files.readString(file))
            .results()
            .map(setter -> setter.group(1).toLowerCase(java.util.Locale.ROOT) + setter.group(2))
            .toList();

    String page = text;
    assertThat(settings)
        .hasSizeGreaterThan(3)
        .allSatisfy(setting -> assertThat(page).containsPattern("\\b" + setting + "\\b"));
  }

  private static boolean isIn(String flag, String text) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(flag) + "(?![\\w-])").matcher(text).find();
  }

  /** The pages that users read. A new page in docs is one of them unless it is listed above. */
  private static List<Path> pages() throws IOException {
    return Markdown.pages().stream()
        .filter(
            page -> {
              String name = name(page);
              return Set.of("README.md", "action/README.md", "examples/README.md").contains(name)
                  || (name.startsWith("docs/")
                      && !name.startsWith("docs/conformance/")
                      && !NOT_FOR_USERS.contains(name));
            })
        .toList();
  }

  private static String text() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path page : pages()) {
      text.append(Files.readString(page));
    }
    return text.toString();
  }

  /** As {@code wc -w} counts them. */
  private static int words(Stream<Path> pages) {
    return pages
        .mapToInt(
            page -> {
              try {
                return Files.readString(page).strip().split("\\s+").length;
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .sum();
  }

  private static String name(Path page) {
    return Markdown.ROOT.relativize(page).toString().replace('\\', '/');
  }
}
