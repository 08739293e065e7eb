package io.github.basetenci.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.cli.CommandTree;
import io.github.basetenci.testing.snapshot.InterfaceItem;
import io.github.basetenci.testing.snapshot.InterfaceSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script can rely on is that of the last release, or the changelog tells what is not. */
class CommandInterfaceTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern VARIABLE =
      Pattern.compile("\"((?:BASETEN|TRUSS|USER_TRUSSRC)_[A-Z_]+)\"");
  private static final Pattern MEMBER = Pattern.compile("\\.with\\(\\s*\"([a-z_]+)\"");

  /** What {@code launch.sh} tells the jar. */
  private static final String INTERNAL = "BASETEN_CI_(LAUNCH|SET_ASIDE_).*";

  /** Members of an output and of the saved state of the action. */
  private static final Set<String> OF_THE_ACTION =
      Set.of("config_dir", "kept", "logins", "trussrc_path");

  /** The package that writes the words of a JSON schema. */
  private static final String SCHEMA = "/cli/fleet/file/";

  @TempDir static Path directory;
  private static List<InterfaceItem> items;
  private static ResultItems results;
  private final InterfaceSnapshot snapshot = new InterfaceSnapshot(ROOT, "command");

  @BeforeAll
  static void runEveryCommand() throws Exception {
    results = new ResultItems(directory);
    items = new ArrayList<>(CommandItems.ofCommandLine());
    items.addAll(CommandItems.ofExitCodes());
    items.addAll(SchemaItems.ofFleetFile(ROOT.resolve("docs/schema/fleet.schema.json")));
    items.addAll(results.items());
    for (String name : variables()) {
      items.add(InterfaceItem.of("variable", name, "has a meaning"));
    }
  }

  @Test
  void itIsThatOfTheLastReleaseOrTheChangelogTells() throws IOException {
    snapshot.check(items);
  }

  @Test
  void everyCommandHasAResult() {
    Set<String> commands = new TreeSet<>(CommandTree.all().keySet());
    commands.removeIf(words -> !CommandTree.all().get(words).subcommands().isEmpty());

    assertThat(results.commands())
        .as("a new command gets a line in ResultItems")
        .containsExactlyInAnyOrderElementsOf(commands);
  }

  @Test
  void everyMemberThatTheCodeWritesIsSeen() throws IOException {
    Set<String> unseen = new TreeSet<>();
    for (Path source : sources("cli-shim/shim", "cli-shim/cli")) {
      if (!source.toString().replace('\\', '/').contains(SCHEMA)) {
        MEMBER.matcher(Files.readString(source)).results().forEach(it -> unseen.add(it.group(1)));
      }
    }
    assertThat(unseen).hasSizeGreaterThan(50);
    for (InterfaceItem item : items) {
      if (Set.of("json", "file-member").contains(item.kind())) {
        List.of(item.names().get(item.names().size() - 1).split("[.\\[\\]]+"))
            .forEach(unseen::remove);
      }
    }

    assertThat(unseen)
        .as("run what writes them in ResultItems")
        .containsExactlyInAnyOrderElementsOf(OF_THE_ACTION);
  }

  @ParameterizedTest
  @CsvSource({
    "exit, exit 3",
    "flag, auth login --remote",
    "flag, every command --output",
    "argument, keys inspect PREFIX",
    "json, auth status stores[].name",
    "file-member, job login login.json export",
    "file-member, fleet fleet.yaml defaults.overlap",
    "variable, exec BASETEN_CONFIG_DIR"
  })
  void aChangeOfAnythingIsFound(String kind, String names) throws IOException {
    InterfaceItem item =
        snapshot.recorded().stream()
            .filter(each -> each.kind().equals(kind))
            .filter(each -> String.join(" ", each.names()).equals(names))
            .findFirst()
            .orElseThrow();
    assertFails(item, List.of());
    assertFails(item, List.of(new InterfaceItem(kind, item.names(), "something else")));
  }

  private void assertFails(InterfaceItem item, List<InterfaceItem> instead) {
    List<InterfaceItem> changed = new ArrayList<>(items);
    assertThat(changed.remove(item)).isTrue();
    changed.addAll(instead);

    assertThatThrownBy(() -> snapshot.check(changed))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("`" + item.names().get(item.names().size() - 1) + "`");
  }

  private static Set<String> variables() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path source : sources("cli-shim/core", "cli-shim/shim", "cli-shim/cli")) {
      VARIABLE.matcher(Files.readString(source)).results().forEach(it -> names.add(it.group(1)));
    }
    names.removeIf(name -> name.matches(INTERNAL));
    return names;
  }

  private static List<Path> sources(String... modules) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String module : modules) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
      }
    }
    return all;
  }
}
